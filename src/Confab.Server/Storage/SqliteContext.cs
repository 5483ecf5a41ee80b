using Confab.Protocol;
using Microsoft.Data.Sqlite;

namespace Confab.Server.Storage;

/// <summary>Which messages an assistant is shown of a question.</summary>
static class SqliteContext
{
    // The question itself is shown even where the line was drawn after it.
    const string Shown =
        """
        room_id = $room and author_kind <> 'system' and seq <= $seq
        and (seq = $seq or seq > (select context_seq from rooms where id = $room))
        """;

    // A first that has no words, or none any more, holds the place of a variant that has.
    const string HasWords =
        $"""
        (seq = $seq or {SqliteVariants.WithWords}
            or exists (select 1 from messages v where v.variant_of = messages.id and v.seq <= $seq and (v.content <> '' or v.attachments is not null)))
        """;

    public static List<Message> Read(SqliteConnection connection, Message question, int limit)
    {
        if (question.ThreadId is null && IsChat(connection, question.RoomId)) return new SqliteLine(connection, question).Read(limit);
        var messages = Newest(connection, question, limit);
        messages.Reverse();
        var shown = SqliteVariants.InTheirPlaces(connection, messages, question.Seq);
        // A thread is about its first message itself, whatever else stands in that one's place.
        return question.ThreadId is { } root ? [.. First(connection, question, root), .. shown] : shown;
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
            $"select {MessageRow.Columns} from messages where {Shown} and {place} and variant_of is null and {HasWords} order by seq desc limit $limit",
            "$room", "$seq", "$limit", "$thread");
        return MessageRow.ReadPage(newest.With(question.RoomId.Value, question.Seq, limit, question.ThreadId?.Value), limit).Messages;
    }

    static List<Message> First(SqliteConnection connection, Message question, MessageId root)
    {
        using var first = connection.Prepared($"select {MessageRow.Columns} from messages where id = $root and {Shown} and {SqliteVariants.WithWords}", "$room", "$seq", "$root");
        return MessageRow.ReadAll(first.With(question.RoomId.Value, question.Seq, root.Value));
    }
}
