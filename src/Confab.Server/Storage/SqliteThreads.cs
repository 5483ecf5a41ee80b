using Confab.Protocol;
using Microsoft.Data.Sqlite;

namespace Confab.Server.Storage;

/// <summary>What the first message of a thread tells of it, and who takes part.</summary>
sealed class SqliteThreads(SqliteConnection connection, SqliteFinder finder, SqliteNumbers numbers)
{
    readonly SqliteCommand _count = connection.Prepared(
        "update messages set thread_replies = $replies, thread_seq = $seq, thread_at = $at, rev = $rev where id = $id", "$replies", "$seq", "$at", "$rev", "$id");
    readonly SqliteCommand _newest = connection.Prepared(
        "select seq, created_at from messages where thread_id = $root and deleted_at is null order by seq desc limit 1", "$root");
    readonly SqliteCommand _follow = connection.Prepared(
        """
        insert into thread_cursors (room_id, user_id, thread_id, read_seq)
        select room_id, user_id, $root, $seq from participants where room_id = $room and user_id = $user
        on conflict (room_id, user_id, thread_id) do update set read_seq = max(read_seq, excluded.read_seq)
        """, "$root", "$seq", "$room", "$user");

    /// <summary>The first message of the thread that a message names; null when it is not in this room.</summary>
    public Message? FindRoot(RoomId room, MessageId named)
    {
        var message = finder.Find(named);
        if (message?.ThreadId is { } root) message = finder.Find(root);
        return message?.RoomId == room ? message : null;
    }

    /// <summary>A message was said in the thread: its first tells so, and both authors take part.</summary>
    public Message Grow(Message root, Message said)
    {
        Follow(root, root.Author, root.Seq);
        Follow(root, said.Author, said.Seq);
        return Count(root, new ThreadInfo((root.Thread?.Replies ?? 0) + 1, said.Seq, said.CreatedAt));
    }

    /// <summary>A message of the thread was deleted; null when its first is gone.</summary>
    public Message? Shrink(MessageId rootId)
    {
        if (finder.Find(rootId) is not { Thread: { } thread } root) return null;
        using var newest = _newest.With(rootId.Value).ExecuteReader();
        var left = newest.Read() ? new ThreadInfo(thread.Replies - 1, newest.GetInt64(0), DateTimeOffset.FromUnixTimeMilliseconds(newest.GetInt64(1))) : null;
        newest.Close();
        return Count(root, left);
    }

    Message Count(Message root, ThreadInfo? thread)
    {
        var rev = numbers.NextRev(root.RoomId);
        _count.With(thread?.Replies ?? 0, thread?.LastSeq, thread?.LastAt.ToUnixTimeMilliseconds(), rev, root.Id.Value).ExecuteNonQuery();
        return root with { Rev = rev, Thread = thread };
    }

    void Follow(Message root, Author author, long readSeq)
    {
        if (author.Kind == AuthorKind.User) _follow.With(root.Id.Value, readSeq, root.RoomId.Value, author.Id.Value).ExecuteNonQuery();
    }
}
