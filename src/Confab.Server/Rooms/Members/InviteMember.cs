using Confab.Protocol;
using Confab.Server.Assistants;
using Confab.Server.Rooms.Changes;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Rooms.Members;

/// <summary><c>invite</c>: somebody becomes a member, and their devices learn of the room. A moderator's lifts a ban. An assistant comes in the same way.</summary>
public sealed class InviteMember(RoomAccess access, IUserStore users, AssistantList assistants, RoomChanges changes)
{
    public async Task<ServerFrame?> HandleAsync(Connection connection, InviteRequest request)
    {
        var user = connection.RequireUser();
        if (AssistantFields.IsId(request.UserId))
        {
            await access.RequireAsync(user.Id, request.RoomId, RoomRight.InviteAssistant, connection.Closed);
            var assistant = assistants.Require(request.UserId, "userId");
            await changes.PutAssistantAsync(request.RoomId, assistant.Author, isIn: true, user);
            return new Ok();
        }
        var there = await access.RequireAsync(user.Id, request.RoomId, RoomRight.Invite, connection.Closed);
        if (await users.FindAsync(request.UserId, connection.Closed) is null) throw new RequestRefused(ErrorCode.UnknownUser, $"nobody here has the id \"{request.UserId}\"", "userId");
        await changes.InviteAsync(request.RoomId, request.UserId, user, liftsBan: access.May(there, RoomRight.Moderate));
        return new Ok();
    }
}
