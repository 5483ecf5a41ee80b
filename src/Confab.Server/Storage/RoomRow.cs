using System.Text.Json;
using Confab.Protocol;
using Microsoft.Data.Sqlite;

namespace Confab.Server.Storage;

/// <summary>How a room lies in its table.</summary>
static class RoomRow
{
    static readonly string[] Names =
    [
        "id", "name", "kind", "visibility", "assistant_mode", "user_count", "created_at", "seq", "rev", "version", "first_seq", "topic", "uploads",
        "history_days", "max_users", "slow_mode_seconds", "archived_at", "is_temporary", "assistants", "memory", "tools",
    ];

    /// <summary>The first column after those of a room.</summary>
    public static readonly int Count = Names.Length + 1;

    /// <summary>To select a room by, from the table under its alias.</summary>
    public static string Columns(string alias = "rooms") =>
        $"""
        {string.Join(", ", Names.Select(name => $"{alias}.{name}"))},
        case {alias}.kind when 'direct' then (
            select json_group_array(json_array(pair.id, pair.name)) from participants both join users pair on pair.id = both.user_id where both.room_id = {alias}.id) end
        """;

    /// <summary>A row that begins with <see cref="Columns"/>.</summary>
    public static Room Read(SqliteDataReader row) => new(
        new(row.GetString(0)), row.GetString(1), Words.Parse<RoomKind>(row.GetString(2)), Words.Parse<Visibility>(row.GetString(3)),
        Words.Parse<AssistantMode>(row.GetString(4)), row.GetInt32(5), Time(row.GetInt64(6)), row.GetInt64(7), row.GetInt64(8),
        row.GetInt64(9), row.GetInt64(10) is > 1 and var first ? first : null, row.IsDBNull(11) ? null : row.GetString(11), row.GetBoolean(12),
        Number(row, 13), Number(row, 14), Number(row, 15), row.IsDBNull(16) ? null : Time(row.GetInt64(16)), row.GetBoolean(17) ? true : null,
        row.IsDBNull(21) ? null : People(row.GetString(21)), [.. Strings(row, 18)!.Select(UserId.Of)], row.GetBoolean(19) ? null : false, Strings(row, 20));

    /// <summary>What a member is, from three columns.</summary>
    public static Standing Standing(SqliteDataReader row, int at) => new(
        Words.Parse<RoomRole>(row.GetString(at)), row.IsDBNull(at + 1) ? null : Time(row.GetInt64(at + 1)), row.GetInt64(at + 2));

    public static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    static int? Number(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt32(column);

    static string[]? Strings(SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : JsonSerializer.Deserialize(row.GetString(column), StorageJson.Default.StringArray);

    static List<Author> People(string json)
    {
        using var pairs = JsonDocument.Parse(json);
        return [.. pairs.RootElement.EnumerateArray().Select(pair => new Author(new(pair[0].GetString()!), pair[1].GetString()!, AuthorKind.User))];
    }
}
