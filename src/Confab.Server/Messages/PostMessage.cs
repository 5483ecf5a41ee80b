using Confab.Protocol;
using Confab.Server.Replies;
using Confab.Server.Rooms;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Messages;

/// <summary><c>chat</c>: a message takes its place in the room, is on disk, is told to everybody, and only then acknowledged.</summary>
public sealed class PostMessage(RoomAccess access, AppendLoop log, ReplyTrigger trigger, ReplyRunner replies, TimeProvider clock)
{
    public async Task<ServerFrame?> HandleAsync(Connection connection, ChatRequest request)
    {
        var author = connection.RequireUser();
        var room = access.Require(connection, request.RoomId, RoomRight.Write).Room;
        var content = MessageText.Require(request.Content);

        var message = new NewMessage(request.MessageId ?? MessageId.New(), room.Id, author, content, clock.GetUtcNow(), request.ParentId);
        var asks = trigger.Consider(room, message);
        var appended = await log.AppendAsync(message with { Asks = asks });
        var stored = appended.Message ?? throw Refused(appended.Refusal!.Value, request);
        if (appended.IsNew)
            foreach (var draft in asks) replies.Start(draft, author);
        return new Ack(stored.RoomId, stored.Id, stored.Seq, stored.Rev);
    }

    static RequestRefused Refused(AppendRefusal why, ChatRequest request) => why switch
    {
        AppendRefusal.UnknownRoom => new(ErrorCode.UnknownRoom, $"there is no room \"{request.RoomId}\"", "roomId"),
        AppendRefusal.UnknownParent => new(ErrorCode.UnknownMessage, $"there is no message \"{request.ParentId}\" in this room to answer", "parentId"),
        AppendRefusal.IdTaken => new(ErrorCode.IdTaken, $"\"{request.MessageId}\" is another message's id; make a new one", "messageId"),
        _ => throw new ArgumentOutOfRangeException(nameof(why), why, null),
    };
}
