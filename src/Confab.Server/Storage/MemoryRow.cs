using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace Confab.Server.Storage;

/// <summary>How a memory lies in its table.</summary>
static class MemoryRow
{
    public const string Columns =
        """
        m.id, m.assistant_id, m.tier, m.scope, m.user_id, m.room_id, m.said_by, m.topic, m.content, m.importance, m.confidence,
        m.source_message_id, m.source_room_id, m.created_at, m.updated_at, m.last_used_at, m.uses
        """;

    /// <summary>The first column after those of a memory.</summary>
    public const int Count = 17;

    public static StoredMemory Read(SqliteDataReader row) => new(
        new(row.GetString(0)), new(row.GetString(1)), Words.Parse<MemoryTier>(row.GetString(2)), Words.Parse<MemoryScope>(row.GetString(3)), row.GetString(8), Time(row.GetInt64(13)))
    {
        About = Text(row, 4) is { } about ? new(about) : null,
        Room = Text(row, 5) is { } room ? new(room) : null,
        SaidBy = Text(row, 6) is { } by ? new(by) : null,
        Topic = Text(row, 7),
        Importance = row.IsDBNull(9) ? null : row.GetInt32(9),
        Confidence = row.GetDouble(10),
        SourceMessageId = Text(row, 11) is { } message ? new(message) : null,
        SourceRoomId = Text(row, 12) is { } source ? new(source) : null,
        UpdatedAt = Time(row.GetInt64(14)),
        LastUsedAt = row.IsDBNull(15) ? null : Time(row.GetInt64(15)),
        Uses = row.GetInt64(16),
    };

    public static List<StoredMemory> ReadAll(SqliteCommand command)
    {
        using var row = command.ExecuteReader();
        var memories = new List<StoredMemory>();
        while (row.Read()) memories.Add(Read(row));
        return memories;
    }

    /// <summary>Nothing for what a model could not embed.</summary>
    public static byte[]? Blob(float[] vector) => vector.Length == 0 ? null : MemoryMarshal.AsBytes(vector.AsSpan()).ToArray();

    public static float[] Vector(SqliteDataReader row, int column) => MemoryMarshal.Cast<byte, float>((byte[])row.GetValue(column)).ToArray();

    static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
