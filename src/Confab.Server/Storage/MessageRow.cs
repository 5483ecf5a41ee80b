using System.Text.Json;
using Confab.Protocol;
using Confab.Protocol.Json;
using Microsoft.Data.Sqlite;

namespace Confab.Server.Storage;

/// <summary>How a message lies in its table.</summary>
static class MessageRow
{
    public const string Columns = "room_id, seq, rev, id, author_id, author_name, author_kind, content, parent_id, status, generation, created_at";

    public static readonly string Parameters = string.Join(", ", Columns.Split(", ").Select(_ => "?"));

    public static List<Message> ReadAll(SqliteCommand command)
    {
        using var row = command.ExecuteReader();
        var messages = new List<Message>();
        while (row.Read()) messages.Add(Read(row));
        return messages;
    }

    /// <summary>What fits in one page, and whether there is more.</summary>
    public static (List<Message> Messages, bool HasMore) ReadPage(SqliteCommand command, int limit)
    {
        using var row = command.ExecuteReader();
        var messages = new List<Message>();
        for (var text = 0; row.Read(); text += messages[^1].Content.Length)
        {
            if (messages.Count == limit || text >= MessagePage.MostText) return (messages, true);
            messages.Add(Read(row));
        }
        return (messages, false);
    }

    static Message Read(SqliteDataReader row) => new(
        new(row.GetString(3)), new(row.GetString(0)), row.GetInt64(1), row.GetInt64(2),
        new(new(row.GetString(4)), row.GetString(5), Words.Parse<AuthorKind>(row.GetString(6))),
        row.GetString(7), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(11)), Words.Parse<MessageStatus>(row.GetString(9)),
        row.IsDBNull(8) ? null : new(row.GetString(8)),
        row.IsDBNull(10) ? null : JsonSerializer.Deserialize(row.GetString(10), ProtocolJson.Default.GenerationInfo));
}
