using Confab.Protocol;
using Microsoft.Data.Sqlite;

namespace Confab.Server.Storage;

/// <summary>Where a new message stands among variants and branches.</summary>
sealed class SqliteBranches(SqliteConnection connection, SqliteFinder finder)
{
    readonly SqliteCommand _isChat = connection.Prepared("select kind = 'chat' from rooms where id = $room", "$room");

    /// <summary>The first in the place that a message is to stand in; null when it is not in this room.</summary>
    public Message? FindFirst(NewMessage message, MessageId named)
    {
        var found = finder.Find(named);
        if (found?.VariantOf is { } first) found = finder.Find(first);
        return found?.RoomId == message.RoomId ? found : null;
    }

    public bool IsFull(MessageId first) => SqliteVariants.IsFull(connection, first);

    /// <summary>The message that another is to follow; null when it does not stand in this chat.</summary>
    public Message? FindBefore(NewMessage message, MessageId named) =>
        finder.Find(named) is { ThreadId: null } found && found.RoomId == message.RoomId && IsChat(message.RoomId) ? found : null;

    /// <summary>What is kept of that: nothing where it is so without a word.</summary>
    /// <param name="message">As it came.</param>
    /// <param name="first">The first in its place.</param>
    /// <param name="before">What it was said to follow.</param>
    /// <param name="parent">What it answers.</param>
    /// <param name="seq">Its own.</param>
    public MessageId? AfterOf(NewMessage message, Message? first, Message? before, Message? parent, long seq)
    {
        if (before is not null) return first is null && before.Seq == seq - 1 ? null : before.Id;
        if (first is not null || parent is not { ThreadId: null } || message.Author.Kind != AuthorKind.Assistant || parent.Seq == seq - 1) return null;
        return IsChat(message.RoomId) ? parent.Id : null;
    }

    bool IsChat(RoomId room) => _isChat.With(room.Value).ExecuteScalar() is 1L;
}
