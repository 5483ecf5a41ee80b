using Confab.Protocol;
using Microsoft.Data.Sqlite;

namespace Confab.Server.Storage;

/// <summary>How a report lies in its table, beside its message.</summary>
static class ReportRow
{
    const string Columns = "id, message_id, user_id, user_name, reason, created_at, settled_at, settled_by";

    public static List<Report> ReadNewest(SqliteConnection connection, RoomId room, int limit)
    {
        using var command = connection.Prepared(
            $"select {Columns} from reports where room_id = $room order by settled_at is not null, id desc limit $limit", "$room", "$limit");
        return ReadAll(connection, command.With(room.Value, limit));
    }

    public static Report? Find(SqliteConnection connection, RoomId room, long id)
    {
        using var command = connection.Prepared($"select {Columns} from reports where id = $id and room_id = $room", "$id", "$room");
        return ReadAll(connection, command.With(id, room.Value)).FirstOrDefault();
    }

    static List<Report> ReadAll(SqliteConnection connection, SqliteCommand command)
    {
        using var message = connection.Prepared($"select {MessageRow.Columns} from messages where id = $id", "$id");
        using var row = command.ExecuteReader();
        var reports = new List<Report>();
        while (row.Read())
            reports.Add(new(
                row.GetInt64(0), MessageRow.ReadAll(message.With(row.GetString(1)))[0], new(new(row.GetString(2)), row.GetString(3), AuthorKind.User),
                row.GetString(4), Time(row.GetInt64(5)), row.IsDBNull(6) ? null : Time(row.GetInt64(6)), row.IsDBNull(7) ? null : new(row.GetString(7))));
        return reports;
    }

    static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
