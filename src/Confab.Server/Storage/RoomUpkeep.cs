using Confab.Protocol;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Confab.Server.Storage;

/// <summary>Removes what is kept no longer, a piece at a time, so that nobody who writes waits for it.</summary>
static class RoomUpkeep
{
    public static bool DropDeleted(SqliteConnection connection, int limit)
    {
        if (connection.ExecuteScalar<string?>("select id from rooms where deleted_at is not null limit 1") is not { } room) return false;
        var dropped = connection.Execute(
            "delete from messages where room_id = @Room and seq in (select seq from messages where room_id = @Room order by seq limit @Limit)", new { Room = room, Limit = limit });
        if (dropped < limit) connection.Execute("delete from rooms where id = @Room", new { Room = room });
        return true;
    }

    public static RoomChange? DropHistory(SqliteConnection connection, RoomId id, DateTimeOffset olderThan, int limit)
    {
        if (RoomQueries.Find(connection, id) is not { } before) return null;
        var first = FirstKept(connection, id, before.FirstSeq ?? 1, olderThan, limit);
        if (first == (before.FirstSeq ?? 1)) return null;
        var row = new { Room = id.Value, First = first };
        connection.Execute(
            """
            delete from mentions where room_id = @Room and seq < @First;
            delete from reply_drafts where room_id = @Room and parent_id in (select id from messages where room_id = @Room and seq < @First);
            delete from messages where room_id = @Room and seq < @First;
            update rooms set first_seq = @First, version = version + 1 where id = @Room;
            """, row);
        var after = RoomQueries.Find(connection, id)!;
        return new RoomChange(after) { Before = before, Named = RoomQueries.ReadNamed(connection, after) };
    }

    /// <summary>Only from the oldest on and never over one that stays: what remains has no gaps.</summary>
    static long FirstKept(SqliteConnection connection, RoomId room, long first, DateTimeOffset olderThan, int limit)
    {
        using var command = connection.Prepared(
            "select seq, created_at from messages where room_id = $room and seq >= $first order by seq limit $limit", "$room", "$first", "$limit");
        using var row = command.With(room.Value, first, limit).ExecuteReader();
        while (row.Read() && row.GetInt64(1) < olderThan.ToUnixTimeMilliseconds()) first = row.GetInt64(0) + 1;
        return first;
    }
}
