using Confab.Protocol;
using Confab.Server.Rooms.Changes;
using Confab.Server.Sockets;

namespace Confab.Server.Rooms;

/// <summary><c>delete_room</c>: it is gone for everybody at once, with all that was in it.</summary>
public sealed class DeleteRoom(RoomAccess access, RoomChanges changes)
{
    public async Task<ServerFrame?> HandleAsync(Connection connection, DeleteRoomRequest request)
    {
        var user = connection.RequireUser();
        await access.RequireAsync(user.Id, request.RoomId, RoomRight.Delete, connection.Closed);
        if (request.RoomId == RoomDirectory.General) throw new RequestRefused(ErrorCode.NotAllowed, "\"general\" is always there", "roomId");
        await changes.DeleteAsync(request.RoomId);
        return new Ok();
    }
}
