using Confab.Protocol;
using Microsoft.Data.Sqlite;

namespace Confab.Server.Storage;

/// <summary>Which messages an assistant is shown of a question.</summary>
static class SqliteContext
{
    // The question itself is shown even where the line was drawn after it.
    const string Shown =
        """
        room_id = $room and deleted_at is null and author_kind <> 'system' and seq <= $seq
        and (seq = $seq or seq > (select context_seq from rooms where id = $room))
        """;

    public static List<Message> Read(SqliteConnection connection, Message question, int limit)
    {
        var place = question.ThreadId is null ? "thread_id is null" : "thread_id = $thread";
        using var newest = connection.Prepared(
            $"select {MessageRow.Columns} from messages where {Shown} and {place} order by seq desc limit $limit", "$room", "$seq", "$limit", "$thread");
        var (messages, _) = MessageRow.ReadPage(newest.With(question.RoomId.Value, question.Seq, limit, question.ThreadId?.Value), limit);
        if (question.ThreadId is { } root) messages.AddRange(First(connection, question, root));
        messages.Reverse();
        return messages;
    }

    static List<Message> First(SqliteConnection connection, Message question, MessageId root)
    {
        using var first = connection.Prepared($"select {MessageRow.Columns} from messages where id = $root and {Shown}", "$room", "$seq", "$root");
        return MessageRow.ReadAll(first.With(question.RoomId.Value, question.Seq, root.Value));
    }
}
