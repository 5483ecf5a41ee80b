using Confab.Protocol;
using Confab.Server.Fanout;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Rooms;

/// <summary><c>leave_room</c>: the membership ends, on every socket of that person at once.</summary>
public sealed class LeaveRoom(IRoomStore rooms, IFanout fanout, ConnectionRegistry connections)
{
    public async Task<ServerFrame?> HandleAsync(Connection connection, LeaveRoomRequest request)
    {
        var user = connection.RequireUser();
        // Its one person gone, nobody could ever read or delete it.
        if (await rooms.FindAsync(request.RoomId, connection.Closed) is { Kind: RoomKind.Chat } && connection.Find(request.RoomId) is not null)
            throw new RequestRefused(ErrorCode.BadRequest, $"a chat of your own is deleted, not left: DELETE /api/sessions/{request.RoomId}", "roomId");
        if (!await rooms.RemoveParticipantAsync(request.RoomId, user.Id))
            throw new RequestRefused(ErrorCode.NotAMember, $"you are not in the room \"{request.RoomId}\"", "roomId");

        var left = EncodedEvent.Of(new UserLeft(request.RoomId, user));
        foreach (var socket in connections.All.Where(c => c.User?.Id == user.Id))
        {
            if (socket.Remove(request.RoomId) is not { } joined) continue;
            fanout.Unsubscribe(joined.Subscription);
            // Their own devices learn of it however crowded the room is.
            socket.Queue.Enqueue(left.Frame);
        }
        fanout.PublishUnlessCrowded(request.RoomId, left);
        return new Ok();
    }
}
