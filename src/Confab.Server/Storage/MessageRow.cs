using System.Text.Json;
using Confab.Protocol;
using Confab.Protocol.Json;
using Microsoft.Data.Sqlite;

namespace Confab.Server.Storage;

/// <summary>How a message lies in its table.</summary>
static class MessageRow
{
    /// <summary>What a new message is written with; place comes after them.</summary>
    public const string Written = "room_id, seq, rev, id, author_id, author_name, author_kind, content, parent_id, status, generation, created_at, thread_id, attachments, variant_of, after_id";

    /// <summary>To select messages by, for <see cref="ReadAll"/> and <see cref="ReadPage"/>.</summary>
    public const string Columns = Written + ", thread_replies, thread_seq, thread_at, edited_at, deleted_at, has_reactions, has_feedback";

    public static readonly string Parameters = string.Join(", ", Written.Split(", ").Select(_ => "?"));

    /// <summary>Every message with all that belongs to it.</summary>
    public static List<Message> ReadAll(SqliteCommand command) => ReadPage(command, int.MaxValue, int.MaxValue).Messages;

    /// <summary>What fits in one page, and whether there is more.</summary>
    public static (List<Message> Messages, bool HasMore) ReadPage(SqliteCommand command, int limit, int mostText = MessagePage.MostText)
    {
        var messages = new List<Message>();
        var marked = new List<Marked>();
        var hasMore = false;
        using (var row = command.ExecuteReader())
        {
            for (var text = 0; row.Read(); text += messages[^1].Content.Length)
            {
                hasMore = messages.Count == limit || text >= mostText;
                if (hasMore) break;
                if (IsMarked(row)) marked.Add(new(messages.Count, HasReactions: row.GetBoolean(21), HasFeedback: row.GetBoolean(22)));
                messages.Add(Read(row));
            }
        }
        if (marked.Count > 0) MessageMarks.Add(command.Connection!, messages, marked);
        return (messages, hasMore);
    }

    /// <summary>A row that begins with <see cref="Columns"/>, without reactions and likes, which lie in tables of their own.</summary>
    public static Message Read(SqliteDataReader row) => new(
        new(row.GetString(3)), new(row.GetString(0)), row.GetInt64(1), row.GetInt64(2),
        new(new(row.GetString(4)), row.GetString(5), Words.Parse<AuthorKind>(row.GetString(6))),
        row.GetString(7), Time(row.GetInt64(11)), Words.Parse<MessageStatus>(row.GetString(9)), IdOrNull(row, 8),
        row.IsDBNull(10) ? null : JsonSerializer.Deserialize(row.GetString(10), ProtocolJson.Default.GenerationInfo),
        IdOrNull(row, 12), ThreadOf(row), TimeOrNull(row, 19), TimeOrNull(row, 20),
        Attachments: row.IsDBNull(13) ? null : JsonSerializer.Deserialize(row.GetString(13), ProtocolJson.Default.IReadOnlyListAttachment),
        VariantOf: IdOrNull(row, 14), AfterId: IdOrNull(row, 15));

    static bool IsMarked(SqliteDataReader row) => row.GetInt64(21) + row.GetInt64(22) > 0;

    static ThreadInfo? ThreadOf(SqliteDataReader row) =>
        row.GetInt32(16) is > 0 and var replies ? new(replies, row.GetInt64(17), Time(row.GetInt64(18))) : null;

    static MessageId? IdOrNull(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : new(row.GetString(column));

    static DateTimeOffset? TimeOrNull(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : Time(row.GetInt64(column));

    static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
