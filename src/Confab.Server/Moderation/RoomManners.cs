using Confab.Protocol;
using Confab.Server.Rooms;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Moderation;

/// <summary>What a room asks of a message besides the right to write: none of its listed words, and time between two of one member.</summary>
public sealed class RoomManners(RoomWords words, SlowMode slowMode, RoomAccess access)
{
    /// <summary>Holds for everybody, moderators too, and for a message that is changed as for a new one.</summary>
    /// <exception cref="RequestRefused">The text has a word that the room does not take.</exception>
    public void RequireWords(RoomId room, string text)
    {
        if (words.FindIn(room, text) is { } word)
            throw new RequestRefused(ErrorCode.WordNotAllowed, $"this room does not take the word \"{word}\"", "content");
    }

    /// <summary>Slow mode's turn of a new message. Who keeps order does not wait for one.</summary>
    /// <exception cref="RequestRefused">It is too early; the error says for how long.</exception>
    public void TakeTurn(RoomStanding there, UserId author, MessageId message)
    {
        if (there.Room.SlowModeSeconds is not { } seconds || access.May(there, RoomRight.Moderate)) return;
        if (slowMode.Take(there.Room.Id, author, message, TimeSpan.FromSeconds(seconds)) is { } wait)
            throw new RequestRefused(ErrorCode.RateLimited, $"this room is in slow mode: one message every {seconds} seconds", retryAfter: wait < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : wait);
    }

    /// <summary>The message was not stored after all.</summary>
    public void GiveBackTurn(RoomStanding there, UserId author, MessageId message) => slowMode.GiveBack(there.Room.Id, author, message);
}
