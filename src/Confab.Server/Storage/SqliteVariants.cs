using System.Text.Json;
using Confab.Protocol;
using Microsoft.Data.Sqlite;

namespace Confab.Server.Storage;

/// <summary>
/// Which of the messages in one place counts, where nobody said which: the newest that is whole, else the newest that has words. An
/// answer that came to nothing takes nobody's place.
/// </summary>
sealed class SqliteVariants(SqliteConnection connection)
{
    /// <summary>For rows of messages; what was deleted has none.</summary>
    public const string WithWords = "(content <> '' or attachments is not null)";

    readonly SqliteCommand _counting = connection.Prepared(
        $"""
        select {MessageRow.Columns} from messages where (id = $place or variant_of = $place) and seq < $before and {WithWords}
        order by status = 'complete' desc, seq desc limit 1
        """, "$place", "$before");

    /// <summary>Whether nothing more may stand in a place; what was deleted does not.</summary>
    public static bool IsFull(SqliteConnection connection, MessageId first)
    {
        using var count = connection.Prepared("select count(*) from messages where (id = $first or variant_of = $first) and deleted_at is null", "$first");
        return (long)count.With(first.Value).ExecuteScalar()! >= Limits.MaxVariants;
    }

    public static bool HasWords(Message message) => message.DeletedAt is null && (message.Content.Length > 0 || message.Attachments is not null);

    /// <summary>What a message goes on with that follows another.</summary>
    /// <param name="followed">What it follows.</param>
    /// <param name="by">The message.</param>
    /// <param name="isChosen">It names that one, rather than standing below it.</param>
    public Message Followed(Message followed, Message by, bool isChosen)
    {
        if (followed.Author.Kind != AuthorKind.Assistant || (isChosen ? followed.DeletedAt is not null || HasWords(followed) : WasWhole(followed, by.CreatedAt))) return followed;
        return MessageRow.ReadAll(_counting.With((followed.VariantOf ?? followed.Id).Value, by.Seq)).FirstOrDefault() ?? followed;
    }

    /// <summary>Whether it was so at a time: what was deleted later leaves a hole, and no other's words.</summary>
    static bool WasWhole(Message message, DateTimeOffset at) => message.Status == MessageStatus.Complete && (HasWords(message) || message.DeletedAt > at);

    /// <summary>In the place of each first message the one that counts of those up to a seq.</summary>
    public static List<Message> InTheirPlaces(SqliteConnection connection, IReadOnlyList<Message> firsts, long untilSeq)
    {
        using var variants = connection.Prepared(
            $"""
            select {MessageRow.Columns} from messages where id in (
                select id from (
                    select id, row_number() over (partition by variant_of order by status = 'complete' desc, seq desc) as rank from messages
                    where variant_of in (select value from json_each($ids)) and seq <= $seq and {WithWords})
                where rank = 1)
            """, "$ids", "$seq");
        var ids = JsonSerializer.Serialize([.. firsts.Select(m => m.Id.Value)], StorageJson.Default.StringArray);
        var best = MessageRow.ReadAll(variants.With(ids, untilSeq)).ToDictionary(m => m.VariantOf!.Value);
        return best.Count == 0 ? [.. firsts] : [.. firsts.Select(m => best.TryGetValue(m.Id, out var variant) && !Outweighs(m, variant) ? variant : m)];
    }

    static bool Outweighs(Message first, Message variant) => HasWords(first) && first.Status == MessageStatus.Complete && variant.Status != MessageStatus.Complete;
}
