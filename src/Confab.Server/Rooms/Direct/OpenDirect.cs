using Confab.Protocol;
using Confab.Server.Sockets;

namespace Confab.Server.Rooms.Direct;

/// <summary><c>open_direct</c>: the one room of oneself and another; the socket listens.</summary>
public sealed class OpenDirect(DirectRooms direct)
{
    public async Task<ServerFrame?> HandleAsync(Connection connection, OpenDirectRequest request)
    {
        var room = await direct.OpenAsync(connection.RequireUser(), request.UserId, connection, connection.Closed);
        return new RoomCreated(room with { IsMember = true, Role = RoomRole.Owner });
    }
}
