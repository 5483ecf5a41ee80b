using Confab.Protocol;
using Confab.Server.Rooms;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Messages;

/// <param name="Message">As it was when it was looked for.</param>
/// <param name="There">Its room, and what whoever asked is in it.</param>
public readonly record struct FoundMessage(Message Message, RoomStanding There);

/// <summary>Finds the message that somebody would change, and changes it. To who may not read its room it is not there at all.</summary>
public sealed class MessageChanges(IMessageStore messages, RoomAccess access, AppendLoop log)
{
    /// <param name="right">What it takes, by whose message it is.</param>
    /// <exception cref="RequestRefused">There is no such message for this person, or they may not do that.</exception>
    public async Task<FoundMessage> RequireAsync(Connection connection, MessageId id, Func<Message, RoomRight> right)
    {
        var user = connection.RequireUser();
        var message = await messages.FindAsync(id, connection.Closed) ?? throw Unknown(id);
        var there = connection.Find(message.RoomId)?.There ?? await ReadAsync(user.Id, message, connection.Closed);
        access.Require(there, right(message));
        return new FoundMessage(message, there);
    }

    /// <summary>A room of theirs that this socket has not joined.</summary>
    async Task<RoomStanding> ReadAsync(UserId user, Message message, CancellationToken stop)
    {
        try
        {
            return await access.RequireAsync(user, message.RoomId, RoomRight.Read, stop);
        }
        catch (RequestRefused)
        {
            throw Unknown(message.Id);
        }
    }

    /// <summary>Puts a change of the message into the log, and acknowledges what it is then.</summary>
    public async Task<Ack> ChangeAsync(MessageId id, Change change)
    {
        var appended = await log.AppendAsync(change);
        var message = appended.Message ?? throw Refused(appended.Refusal!.Value, id);
        return new Ack(message.RoomId, message.Id, message.Seq, message.Rev);
    }

    static RequestRefused Refused(AppendRefusal why, MessageId id) => why switch
    {
        AppendRefusal.UnknownMessage => Unknown(id),
        AppendRefusal.Deleted => new(ErrorCode.UnknownMessage, "the message was deleted", "messageId"),
        AppendRefusal.TooManyReactions => new(ErrorCode.BadRequest, $"a message has at most {Limits.MaxReactions} different reactions; choose one that is there", "emoji"),
        _ => throw new ArgumentOutOfRangeException(nameof(why), why, null),
    };

    static RequestRefused Unknown(MessageId id) => new(ErrorCode.UnknownMessage, $"there is no message \"{id}\"", "messageId");
}
