using Confab.Protocol;
using Confab.Server.Sockets;

namespace Confab.Server.Rooms;

public sealed class ListRooms(RoomDirectory rooms)
{
    public async Task<ServerFrame?> HandleAsync(Connection connection) =>
        new RoomList(await rooms.ListAsync(connection.RequireUser().Id, connection.Closed));
}
