using System.Text.Json;
using Confab.Protocol;
using Microsoft.Data.Sqlite;

namespace Confab.Server.Storage;

/// <summary>Which messages an assistant is shown of a question.</summary>
static class SqliteContext
{
    // The question itself is shown even where the line was drawn after it.
    const string Showable =
        """
        deleted_at is null and author_kind <> 'system' and seq <= $seq
        and (seq = $seq or seq > (select context_seq from rooms where id = $room))
        """;

    const string Shown = "room_id = $room and " + Showable;

    public static List<Message> Read(SqliteConnection connection, Message question, int limit)
    {
        if (question.ThreadId is null && IsChat(connection, question.RoomId)) return new SqliteLine(connection, question).Read(limit);
        var messages = Newest(connection, question, limit);
        if (question.ThreadId is { } root) messages.AddRange(First(connection, question, root));
        messages.Reverse();
        return InTheirPlaces(connection, question, messages);
    }

    static bool IsChat(SqliteConnection connection, RoomId room)
    {
        using var kind = connection.Prepared("select kind from rooms where id = $room", "$room");
        return kind.With(room.Value).ExecuteScalar() is "chat";
    }

    static List<Message> Newest(SqliteConnection connection, Message question, int limit)
    {
        var place = question.ThreadId is null ? "thread_id is null" : "thread_id = $thread";
        using var newest = connection.Prepared(
            $"select {MessageRow.Columns} from messages where {Shown} and {place} and variant_of is null order by seq desc limit $limit", "$room", "$seq", "$limit", "$thread");
        return MessageRow.ReadPage(newest.With(question.RoomId.Value, question.Seq, limit, question.ThreadId?.Value), limit).Messages;
    }

    static List<Message> First(SqliteConnection connection, Message question, MessageId root)
    {
        using var first = connection.Prepared($"select {MessageRow.Columns} from messages where id = $root and {Shown}", "$room", "$seq", "$root");
        return MessageRow.ReadAll(first.With(question.RoomId.Value, question.Seq, root.Value));
    }

    /// <summary>The newest variant in the place of each that has some.</summary>
    static List<Message> InTheirPlaces(SqliteConnection connection, Message question, List<Message> firsts)
    {
        // They stand in the room of their first. Asked for by room too, all that was ever said there would be read.
        using var variants = connection.Prepared(
            $"""
            select {MessageRow.Columns} from messages where id in (
                select id from (select id, max(seq) from messages where variant_of in (select value from json_each($ids)) and {Showable} group by variant_of))
            """, "$room", "$seq", "$ids");
        var ids = JsonSerializer.Serialize([.. firsts.Select(m => m.Id.Value)], StorageJson.Default.StringArray);
        var newest = new Dictionary<MessageId, Message>();
        foreach (var variant in MessageRow.ReadAll(variants.With(question.RoomId.Value, question.Seq, ids))) newest[variant.VariantOf!.Value] = variant;
        return newest.Count == 0 ? firsts : [.. firsts.Select(m => newest.GetValueOrDefault(m.Id, m))];
    }
}
