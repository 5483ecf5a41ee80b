using Confab.Protocol;
using Confab.Server.Rooms.Changes;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Rooms.Members;

/// <summary><c>invite</c>: somebody becomes a member, and their devices learn of the room. A moderator's lifts a ban.</summary>
public sealed class InviteMember(RoomAccess access, IUserStore users, RoomChanges changes)
{
    public async Task<ServerFrame?> HandleAsync(Connection connection, InviteRequest request)
    {
        var user = connection.RequireUser();
        var there = await access.RequireAsync(user.Id, request.RoomId, RoomRight.Invite, connection.Closed);
        if (await users.FindAsync(request.UserId, connection.Closed) is null) throw new RequestRefused(ErrorCode.UnknownUser, $"nobody here has the id \"{request.UserId}\"", "userId");
        await changes.InviteAsync(request.RoomId, request.UserId, user, liftsBan: access.May(there, RoomRight.Moderate));
        return new Ok();
    }
}
