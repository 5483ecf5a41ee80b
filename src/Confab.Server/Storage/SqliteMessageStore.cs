using Confab.Protocol;
using Microsoft.Data.Sqlite;

namespace Confab.Server.Storage;

public sealed class SqliteMessageStore(SqliteDatabase database) : IMessageStore
{
    const string Select = $"select {MessageRow.Columns} from messages";

    SqliteMessageLog? _log;

    public Task<IReadOnlyList<Appended>> AppendAsync(IReadOnlyList<Change> changes) =>
        database.Writer.WriteAsync<IReadOnlyList<Appended>>(connection =>
        {
            _log ??= new SqliteMessageLog(connection, database.Writer);
            var appended = new Appended[changes.Count];
            for (var i = 0; i < appended.Length; i++) appended[i] = _log.Append(changes[i]);
            return appended;
        });

    public Task<MessagePage> ReadPageAsync(RoomId room, long? beforeSeq, int limit, CancellationToken stop, MessageId? thread = null) =>
        database.ReadAsync(connection => ReadPage(connection, room, beforeSeq, limit, thread), stop);

    internal static MessagePage ReadPage(SqliteConnection connection, RoomId room, long? beforeSeq, int limit, MessageId? thread = null)
    {
        var rev = ReadRev(connection, room);
        var (messages, hasMore) = Older(connection, room, beforeSeq ?? long.MaxValue, limit, thread);
        return new MessagePage(messages, rev, hasMore);
    }

    public Task<MessagePage> ReadNextAsync(RoomId room, long afterSeq, int limit, CancellationToken stop, MessageId? thread = null) =>
        database.ReadAsync(connection =>
        {
            var rev = ReadRev(connection, room);
            var (messages, hasMore) = Newer(connection, room, afterSeq, limit, thread);
            return new MessagePage(messages, rev, hasMore);
        }, stop);

    public Task<MessagePage?> ReadAroundAsync(RoomId room, MessageId id, int limit, CancellationToken stop) =>
        database.ReadAsync(connection =>
        {
            if (Find(connection, room, id) is not { } middle) return null;
            var rev = ReadRev(connection, room);
            // What the newer side does not need is the older one's.
            var (newer, hasNewer) = Newer(connection, room, middle.Seq, limit / 2, mostText: MessagePage.MostText / 2);
            var (older, hasOlder) = Older(connection, room, middle.Seq + 1, limit - newer.Count, mostText: MessagePage.MostText / 2);
            return new MessagePage([.. older, .. newer], rev, hasOlder, hasNewer);
        }, stop);

    public Task<MessagePage> ReadChangesAsync(RoomId room, long afterRev, int limit, CancellationToken stop) =>
        database.ReadAsync(connection => ReadChanges(connection, room, afterRev, limit), stop);

    internal static MessagePage ReadChanges(SqliteConnection connection, RoomId room, long afterRev, int limit)
    {
        var rev = ReadRev(connection, room);
        using var command = connection.Prepared($"{Select} where room_id = $room and rev > $after order by rev limit $limit", "$room", "$after", "$limit");
        var (messages, hasMore) = MessageRow.ReadPage(command.With(room.Value, afterRev, limit + 1), limit);
        return new MessagePage(messages, hasMore ? messages[^1].Rev : rev, hasMore);
    }

    public Task<IReadOnlyList<Message>?> ReadContextAsync(RoomId room, MessageId question, int limit, CancellationToken stop) =>
        database.ReadAsync<IReadOnlyList<Message>?>(
            connection => Find(connection, room, question) is { DeletedAt: null } asked ? SqliteContext.Read(connection, asked, limit) : null, stop);

    public Task<Message?> FindAsync(RoomId room, MessageId id, CancellationToken stop) => database.ReadAsync(connection => Find(connection, room, id), stop);

    public Task<Message?> FindAsync(MessageId id, CancellationToken stop) => database.ReadAsync(connection =>
    {
        using var command = connection.Prepared($"{Select} where id = $id", "$id");
        return MessageRow.ReadAll(command.With(id.Value)).FirstOrDefault();
    }, stop);

    public Task SaveDraftAsync(ReplyDraft draft) =>
        database.Writer.WriteAsync(connection => ReplyDraftRow.Update(connection, draft));

    public Task<PromisedReplies> AddDraftsAsync(IReadOnlyList<ReplyDraft> drafts) => database.Writer.WriteAsync(connection => SqliteDrafts.Add(connection, drafts));

    public Task DropDraftAsync(MessageId id) => database.Writer.WriteAsync(connection => SqliteDrafts.Drop(connection, id));

    public Task<IReadOnlyList<ReplyDraft>> ReadDraftsAsync(CancellationToken stop) =>
        database.ReadAsync<IReadOnlyList<ReplyDraft>>(ReplyDraftRow.ReadAll, stop);

    static Message? Find(SqliteConnection connection, RoomId room, MessageId id)
    {
        using var command = connection.Prepared($"{Select} where id = $id and room_id = $room", "$id", "$room");
        return MessageRow.ReadAll(command.With(id.Value, room.Value)).FirstOrDefault();
    }

    static (List<Message> Messages, bool HasMore) Older(
        SqliteConnection connection, RoomId room, long before, int limit, MessageId? thread = null, int mostText = MessagePage.MostText)
    {
        using var command = connection.Prepared(
            $"{Select} where room_id = $room and seq < $before {InThread(thread)} order by seq desc limit $limit", "$room", "$before", "$limit", "$thread");
        var (messages, hasMore) = MessageRow.ReadPage(command.With(room.Value, before, limit + 1, thread?.Value), limit, mostText);
        messages.Reverse();
        return (messages, hasMore);
    }

    static (List<Message> Messages, bool HasMore) Newer(
        SqliteConnection connection, RoomId room, long after, int limit, MessageId? thread = null, int mostText = MessagePage.MostText)
    {
        using var command = connection.Prepared(
            $"{Select} where room_id = $room and seq > $after {InThread(thread)} order by seq limit $limit", "$room", "$after", "$limit", "$thread");
        return MessageRow.ReadPage(command.With(room.Value, after, limit + 1, thread?.Value), limit, mostText);
    }

    static string InThread(MessageId? thread) => thread is null ? "" : "and thread_id = $thread";

    static long ReadRev(SqliteConnection connection, RoomId room)
    {
        using var command = connection.Prepared("select rev from rooms where id = $room", "$room");
        return command.With(room.Value).ExecuteScalar() as long? ?? 0;
    }
}
