using Confab.Protocol;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Confab.Server.Storage;

public sealed class SqliteExtractionStore(SqliteDatabase database) : IExtractionStore
{
    public Task<IReadOnlyList<Unthought>> ReadUnthoughtAsync(int limit, CancellationToken stop) => database.ReadAsync<IReadOnlyList<Unthought>>(connection =>
    {
        var places = connection.Query<(string Room, string Assistant)>(
            """
            select room_id, assistant_id from (
                select room_id, assistant_id from memory_cursors where answered_seq > seq
                union select room_id, assistant_id from memory_rereads)
            order by random() limit @Limit
            """, new { Limit = limit }).ToList();
        return [.. places.Select(p => Read(connection, p.Room, p.Assistant)).OfType<Unthought>()];
    }, stop);

    public Task<IReadOnlyList<StoredMemory>> LearnAsync(Unthought place, long untilSeq, long readRev, IReadOnlyList<NewMemory> memories) =>
        database.Writer.WriteAsync<IReadOnlyList<StoredMemory>>(connection =>
        {
            if (Read(connection, place.Room.Value, place.Assistant.Value) is not { } now || now.Seq != place.Seq) return [];
            connection.Execute(
                """
                update memory_cursors set seq = max(seq, @Until) where room_id = @Room and assistant_id = @Assistant;
                delete from memory_rereads where room_id = @Room and assistant_id = @Assistant and message_id in (select value from json_each(@Rereads))
                    and not exists (select 1 from messages m where m.id = message_id and m.edited_at is not null and m.rev > @ReadRev);
                insert or ignore into memory_rereads (room_id, assistant_id, message_id)
                    select @Room, @Assistant, id from messages where room_id = @Room and seq > @Seq and seq <= @Until and edited_at is not null and rev > @ReadRev;
                """,
                new { Until = untilSeq, now.Seq, ReadRev = readRev, Room = place.Room.Value, Assistant = place.Assistant.Value, Rereads = MemoryRights.Json(place.Rereads.Select(r => r.Value)) });
            return [.. memories.Select(m => MemoryWrites.Keep(connection, m)).OfType<StoredMemory>()];
        });

    public Task<IReadOnlyDictionary<UserId, DateTimeOffset?>> ReadOffAsync(UserId assistant, IReadOnlyCollection<UserId> people, CancellationToken stop) =>
        database.ReadAsync<IReadOnlyDictionary<UserId, DateTimeOffset?>>(
            connection => connection.Query<(string User, long? Until)>(
                "select user_id, until from memory_off where assistant_id = @Assistant and user_id in (select value from json_each(@People))",
                new { Assistant = assistant.Value, People = MemoryRights.Json(people.Select(p => p.Value)) })
                .ToDictionary(o => new UserId(o.User), o => o.Until is { } until ? DateTimeOffset.FromUnixTimeMilliseconds(until) : (DateTimeOffset?)null),
            stop);

    static Unthought? Read(SqliteConnection connection, string room, string assistant)
    {
        var row = new { Room = room, Assistant = assistant };
        var (seq, answered) = connection.QuerySingleOrDefault<(long, long)>(
            """
            select max(c.seq, r.memory_after), c.answered_seq from memory_cursors c join rooms r on r.id = c.room_id
            where c.room_id = @Room and c.assistant_id = @Assistant
            """, row);
        var rereads = connection.Query<string>("select message_id from memory_rereads where room_id = @Room and assistant_id = @Assistant order by message_id limit 20", row);
        return new Unthought(new(room), new(assistant), seq, answered, [.. rereads.Select(MessageId.Of)]);
    }
}
