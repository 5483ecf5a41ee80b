using Confab.Protocol;
using Confab.Server.Rooms.Changes;
using Confab.Server.Sockets;

namespace Confab.Server.Rooms;

/// <summary><c>leave_room</c>: the membership ends, on every socket of that person at once.</summary>
public sealed class LeaveRoom(RoomAccess access, RoomChanges changes)
{
    public async Task<ServerFrame?> HandleAsync(Connection connection, LeaveRoomRequest request)
    {
        var user = connection.RequireUser();
        await access.RequireAsync(user.Id, request.RoomId, RoomRight.Leave, connection.Closed);
        await changes.LeaveAsync(request.RoomId, user.Id);
        return new Ok();
    }
}
