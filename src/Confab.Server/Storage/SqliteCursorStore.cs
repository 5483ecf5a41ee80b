using Confab.Protocol;
using Microsoft.Data.Sqlite;

namespace Confab.Server.Storage;

public sealed class SqliteCursorStore(SqliteDatabase database) : ICursorStore
{
    const int MostCounted = 1000;

    /// <summary>
    /// Places number what makes a room unread, so the difference of two is a count. Where everything that was read has been
    /// dropped since, all that is kept is unread.
    /// </summary>
    const string CountOne =
        """
        with at as (
            select r.id as room_id, r.first_seq, c.member_id, c.delivered_seq, c.read_seq, min(r.seq, ifnull($upTo, r.seq)) as up_to
            from cursors c join rooms r on r.id = c.room_id where c.room_id = $room and c.member_id = $member)
        select delivered_seq, read_seq, up_to,
            max(0, ifnull((select m.place from messages m where m.room_id = at.room_id and m.seq <= up_to order by m.seq desc limit 1), 0)
                - coalesce(
                    (select m.place from messages m where m.room_id = at.room_id and m.seq <= read_seq order by m.seq desc limit 1),
                    (select m.place - (m.thread_id is null and m.author_kind <> 'system') from messages m where m.room_id = at.room_id order by m.seq limit 1),
                    0)),
            (select count(*) from mentions n where n.room_id = at.room_id and n.user_id = at.member_id
                and n.seq > max(read_seq, first_seq - 1) and n.seq <= up_to)
        from at
        """;

    CursorCommands? _commands;

    public Task<IReadOnlyList<CursorClaim>> AdvanceAsync(IReadOnlyList<CursorClaim> claims) =>
        database.Writer.WriteAsync<IReadOnlyList<CursorClaim>>(_ =>
        {
            _commands ??= new CursorCommands(database.Writer);
            return [.. claims.Select(_commands.Advance).OfType<CursorClaim>()];
        });

    public Task<IReadOnlyList<Cursor>> ReadAsync(RoomId room, IReadOnlyList<UserId> first, int limit, CancellationToken stop) =>
        database.ReadAsync(connection => Read(connection, room, first, limit), stop);

    internal static IReadOnlyList<Cursor> Read(SqliteConnection connection, RoomId room, IReadOnlyList<UserId> first, int limit)
    {
        var found = new Dictionary<UserId, Cursor>();
        using var one = connection.Prepared("select member_id, delivered_seq, read_seq from cursors where room_id = $room and member_id = $member", "$room", "$member");
        foreach (var member in first) Take(one.With(room.Value, member.Value), found, limit);
        using var all = connection.Prepared("select member_id, delivered_seq, read_seq from cursors where room_id = $room order by member_id limit $limit", "$room", "$limit");
        Take(all.With(room.Value, limit), found, limit);
        return [.. found.Values];
    }

    public Task<IReadOnlyList<UnreadCount>> CountAsync(IReadOnlyList<UnreadQuestion> questions, CancellationToken stop) =>
        database.ReadAsync(connection => Count(connection, questions), stop);

    internal static IReadOnlyList<UnreadCount> Count(SqliteConnection connection, IReadOnlyList<UnreadQuestion> questions)
    {
        using var command = connection.Prepared(CountOne, "$room", "$member", "$upTo");
        var counts = new List<UnreadCount>();
        foreach (var (room, member, upTo) in questions)
        {
            using var row = command.With(room.Value, member.Value, upTo).ExecuteReader();
            if (row.Read()) counts.Add(new(room, new(member, row.GetInt64(0), row.GetInt64(1)), row.GetInt64(2), row.GetInt32(3), row.GetInt32(4)));
        }
        return counts;
    }

    public Task<IReadOnlyList<FollowedThread>> ReadThreadsAsync(RoomId room, UserId user, MessageId? thread, long upTo, int limit, CancellationToken stop) =>
        database.ReadAsync(connection => ReadThreads(connection, room, user, thread, upTo, limit), stop);

    internal static IReadOnlyList<FollowedThread> ReadThreads(SqliteConnection connection, RoomId room, UserId user, MessageId? thread, long upTo, int limit)
    {
        using var command = connection.Prepared(
            $"""
            select t.thread_id, t.read_seq, (select count(*) from (
                select 1 from messages m where m.thread_id = t.thread_id and m.seq > t.read_seq and m.seq <= $upTo and m.deleted_at is null limit {MostCounted}))
            from (
                select c.thread_id, c.read_seq, root.thread_seq from thread_cursors c join messages root on root.id = c.thread_id
                where c.room_id = $room and c.user_id = $user {(thread is null ? "" : "and c.thread_id = $thread")}
                order by root.thread_seq desc, c.thread_id limit $limit) t
            order by t.thread_seq desc, t.thread_id
            """, thread is null ? ["$upTo", "$room", "$user", "$limit"] : ["$upTo", "$room", "$user", "$limit", "$thread"]);
        command.With(thread is { } one ? [upTo, room.Value, user.Value, limit, one.Value] : [upTo, room.Value, user.Value, limit]);
        using var row = command.ExecuteReader();
        var threads = new List<FollowedThread>();
        while (row.Read()) threads.Add(new(new(row.GetString(0)), row.GetInt64(1), row.GetInt32(2)));
        return threads;
    }

    static void Take(SqliteCommand command, Dictionary<UserId, Cursor> found, int limit)
    {
        using var row = command.ExecuteReader();
        while (found.Count < limit && row.Read())
        {
            var member = new UserId(row.GetString(0));
            found.TryAdd(member, new(member, row.GetInt64(1), row.GetInt64(2)));
        }
    }

    /// <summary>The statements that move cursors, prepared once on the writer's connection.</summary>
    sealed class CursorCommands(SqliteWriter writer)
    {
        // Who is a user must be in the room; whoever is none is an assistant, and in every room.
        readonly SqliteStatement _advance = writer.Prepare(
            """
            insert into cursors (room_id, member_id, delivered_seq, read_seq)
            select r.id, ?2, min(?3, r.seq), min(?4, r.seq) from rooms r
            where r.id = ?1 and (exists (select 1 from participants p where p.room_id = r.id and p.user_id = ?2) or not exists (select 1 from users u where u.id = ?2))
            on conflict (room_id, member_id) do update
            set delivered_seq = max(delivered_seq, excluded.delivered_seq), read_seq = max(read_seq, excluded.read_seq)
            where excluded.delivered_seq > delivered_seq or excluded.read_seq > read_seq
            returning delivered_seq, read_seq
            """);

        readonly SqliteStatement _advanceThread = writer.Prepare(
            """
            update thread_cursors set read_seq = min(?4, r.seq) from rooms r
            where r.id = ?1 and thread_cursors.room_id = ?1 and user_id = ?2 and thread_id = ?3 and read_seq < min(?4, r.seq)
            returning read_seq, read_seq
            """);

        /// <summary>Null when it did not move.</summary>
        public CursorClaim? Advance(CursorClaim claim)
        {
            var statement = claim.ThreadId is { } thread
                ? _advanceThread.Bind(claim.RoomId.Value).Bind(claim.MemberId.Value).Bind(thread.Value).Bind(claim.ReadSeq)
                : _advance.Bind(claim.RoomId.Value).Bind(claim.MemberId.Value).Bind(claim.DeliveredSeq).Bind(claim.ReadSeq);
            if (!statement.Step())
            {
                statement.Reset();
                return null;
            }
            var moved = claim with { DeliveredSeq = statement.Number(0), ReadSeq = statement.Number(1) };
            statement.Run();
            return moved;
        }
    }
}
