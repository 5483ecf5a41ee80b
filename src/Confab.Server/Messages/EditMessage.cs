using Confab.Protocol;
using Confab.Server.Moderation;
using Confab.Server.Rooms;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Messages;

/// <summary><c>edit_message</c>: other words for one's own message.</summary>
public sealed class EditMessage(MessageChanges changes, RoomManners manners, TimeProvider clock)
{
    public async Task<ServerFrame?> HandleAsync(Connection connection, EditMessageRequest request)
    {
        var author = connection.RequireUser();
        var (message, _) = await changes.RequireAsync(connection, request.MessageId, _ => RoomRight.Write);
        if (message.Author.Id != author.Id) throw new RequestRefused(ErrorCode.NotAllowed, "only its author edits a message", "messageId");
        var content = MessageText.Require(request.Content, hasFiles: message.Attachments is not null);
        manners.RequireWords(message.RoomId, content);
        return await changes.ChangeAsync(message.Id, new Edit(message.Id, content, clock.GetUtcNow()));
    }
}
