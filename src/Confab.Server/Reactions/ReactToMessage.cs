using Confab.Protocol;
using Confab.Server.Messages;
using Confab.Server.Rooms;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Reactions;

/// <summary><c>react</c>: an emoji on a message, or no longer.</summary>
public sealed class ReactToMessage(MessageChanges changes, TimeProvider clock)
{
    public async Task<ServerFrame?> HandleAsync(Connection connection, ReactRequest request)
    {
        var user = connection.RequireUser();
        if (!Emoji.IsOne(request.Emoji)) throw new RequestRefused(ErrorCode.BadRequest, "a reaction is one emoji", "emoji");
        var (message, _) = await changes.RequireAsync(connection, request.MessageId, _ => RoomRight.React);
        return await changes.ChangeAsync(message.Id, new React(message.Id, user.Id, request.Emoji, request.On, clock.GetUtcNow()));
    }
}
