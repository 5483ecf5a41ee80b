using Confab.Protocol;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Confab.Server.Storage;

/// <summary>How an entry of the audit log lies in its table.</summary>
static class AuditRow
{
    /// <summary>For the transaction of what it tells of.</summary>
    public static void Insert(SqliteConnection connection, AuditEntry entry) => connection.Execute(
        """
        insert into audit_log (room_id, actor_id, actor_name, action, target, detail, created_at)
        values (@Room, @Actor, @Name, @Action, @Target, @Detail, @At)
        """,
        new
        {
            Room = entry.RoomId.Value,
            Actor = entry.Actor.Id.Value,
            entry.Actor.Name,
            entry.Action,
            entry.Target,
            entry.Detail,
            At = entry.At.ToUnixTimeMilliseconds(),
        });

    public static List<KeptAuditEntry> ReadPage(SqliteConnection connection, RoomId room, long? before, int limit)
    {
        using var command = connection.Prepared(
            """
            select id, actor_id, actor_name, action, target, detail, created_at from audit_log
            where room_id = $room and id < $before order by id desc limit $limit
            """, "$room", "$before", "$limit");
        using var row = command.With(room.Value, before ?? long.MaxValue, limit).ExecuteReader();
        var entries = new List<KeptAuditEntry>();
        while (row.Read())
            entries.Add(new(row.GetInt64(0), new AuditEntry(
                room, new(new(row.GetString(1)), row.GetString(2), AuthorKind.User), row.GetString(3), row.IsDBNull(4) ? null : row.GetString(4),
                row.IsDBNull(5) ? null : row.GetString(5), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(6)))));
        return entries;
    }
}
