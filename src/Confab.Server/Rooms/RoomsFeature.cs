using Confab.Protocol;
using Confab.Protocol.Json;
using Confab.Server.Sockets;

namespace Confab.Server.Rooms;

public static class RoomsFeature
{
    public static IServiceCollection AddRooms(this IServiceCollection services) => services
        .AddSingleton<RoomDirectory>()
        .AddSingleton<RoomAccess>()
        .AddRequest<ListRoomsRequest, ListRooms>((feature, connection, _) => feature.HandleAsync(connection))
        .AddRequest<CreateRoomRequest, CreateRoom>((feature, connection, request) => feature.HandleAsync(connection, request))
        .AddRequest<JoinRoomRequest, JoinRoom>((feature, connection, request) => feature.HandleAsync(connection, request))
        .AddRequest<LeaveRoomRequest, LeaveRoom>((feature, connection, request) => feature.HandleAsync(connection, request));

    /// <summary><c>GET /api/rooms</c>: the rooms that anybody may see.</summary>
    public static void MapRooms(this RouteGroupBuilder api)
    {
        api.MapGet("/api/rooms", async (RoomDirectory rooms, CancellationToken stop) =>
            Results.Json<ServerFrame>(new RoomList(await rooms.ListAsync(user: null, stop)), WireJson.Options));
    }
}
