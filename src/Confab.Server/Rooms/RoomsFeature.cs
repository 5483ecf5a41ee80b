using Confab.Protocol;
using Confab.Protocol.Json;

namespace Confab.Server.Rooms;

public static class RoomsFeature
{
    public static IServiceCollection AddRooms(this IServiceCollection services) => services
        .AddSingleton<RoomDirectory>()
        .AddSingleton<ListRooms>()
        .AddSingleton<CreateRoom>()
        .AddSingleton<JoinRoom>()
        .AddSingleton<LeaveRoom>();

    /// <summary><c>GET /api/rooms</c>: the rooms that anybody may see.</summary>
    public static void MapRooms(this RouteGroupBuilder api)
    {
        api.MapGet("/api/rooms", async (RoomDirectory rooms, CancellationToken stop) =>
            Results.Json<ServerFrame>(new RoomList(await rooms.ListAsync(user: null, stop)), WireJson.Options));
    }
}
