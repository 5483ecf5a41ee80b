using Confab.Protocol;
using Confab.Server.Replies;
using Confab.Server.Rooms;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Messages;

/// <summary><c>delete_message</c>: one's own, or as a moderator anybody's. Nobody waits any longer for an answer to it.</summary>
public sealed class DeleteMessage(MessageChanges changes, RunningReplies replies, TimeProvider clock)
{
    public async Task<ServerFrame?> HandleAsync(Connection connection, DeleteMessageRequest request)
    {
        var user = connection.RequireUser();
        var (message, _) = await changes.RequireAsync(connection, request.MessageId, m => m.Author.Id == user.Id ? RoomRight.Write : RoomRight.DeleteOthers);
        var now = clock.GetUtcNow();
        var entry = message.Author.Id == user.Id ? null : new AuditEntry(message.RoomId, user, AuditActions.DeleteMessage, message.Id.Value, $"of {message.Author.Name}", now);
        var ack = await changes.ChangeAsync(message.Id, new Deletion(message.Id, now, entry));
        replies.StopAnswersTo(message.Id);
        return ack;
    }
}
