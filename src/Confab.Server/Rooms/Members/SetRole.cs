using Confab.Protocol;
using Confab.Server.Rooms.Changes;
using Confab.Server.Sockets;

namespace Confab.Server.Rooms.Members;

/// <summary><c>set_role</c>: what somebody is in the room. It keeps at least one owner.</summary>
public sealed class SetRole(RoomAccess access, RoomChanges changes)
{
    public async Task<ServerFrame?> HandleAsync(Connection connection, SetRoleRequest request)
    {
        var user = connection.RequireUser();
        await access.RequireAsync(user.Id, request.RoomId, RoomRight.SetRoles, connection.Closed);
        await changes.SetRoleAsync(request.RoomId, request.UserId, request.Role, user);
        return new Ok();
    }
}
