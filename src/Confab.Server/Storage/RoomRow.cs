using Confab.Protocol;
using Microsoft.Data.Sqlite;

namespace Confab.Server.Storage;

/// <summary>How a room lies in its table.</summary>
static class RoomRow
{
    static readonly string[] Names =
    [
        "id", "name", "kind", "visibility", "assistant_mode", "user_count", "created_at", "seq", "rev", "version", "first_seq", "topic", "uploads",
        "history_days", "max_users", "slow_mode_seconds", "archived_at", "is_temporary",
    ];

    /// <summary>The first column after those of a room.</summary>
    public static readonly int Count = Names.Length;

    /// <summary>To select a room by, from the table under its alias.</summary>
    public static string Columns(string alias = "rooms") => string.Join(", ", Names.Select(name => $"{alias}.{name}"));

    /// <summary>A row that begins with <see cref="Columns"/>.</summary>
    public static Room Read(SqliteDataReader row) => new(
        new(row.GetString(0)), row.GetString(1), Words.Parse<RoomKind>(row.GetString(2)), Words.Parse<Visibility>(row.GetString(3)),
        Words.Parse<AssistantMode>(row.GetString(4)), row.GetInt32(5), Time(row.GetInt64(6)), row.GetInt64(7), row.GetInt64(8),
        row.GetInt64(9), row.GetInt64(10) is > 1 and var first ? first : null, row.IsDBNull(11) ? null : row.GetString(11), row.GetBoolean(12),
        Number(row, 13), Number(row, 14), Number(row, 15), row.IsDBNull(16) ? null : Time(row.GetInt64(16)), row.GetBoolean(17) ? true : null);

    static int? Number(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt32(column);

    static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
