using Confab.Protocol;
using Confab.Server.Fanout;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Rooms;

/// <summary><c>create_room</c>: whoever makes a room is in it; everybody learns of a public one.</summary>
public sealed class CreateRoom(IRoomStore rooms, IFanout fanout, ConnectionRegistry connections, SocketOptions options, TimeProvider clock)
{
    const int MostRooms = 10_000;

    readonly KeyedBuckets<UserId> _newRooms = new(options.NewRooms, clock);

    public async Task<ServerFrame?> HandleAsync(Connection connection, CreateRoomRequest request)
    {
        var maker = connection.RequireUser();
        var room = await MakeAsync(
            RoomId.New(), RoomName.Require(request.RoomName), request.Visibility ?? Visibility.Public, request.AssistantMode ?? AssistantMode.Mention, maker.Id);
        connection.Listen((await rooms.FindStandingAsync(room.Id, maker.Id, CancellationToken.None))!, fanout).Release();
        return new RoomCreated(room);
    }

    internal async Task<Room> MakeAsync(RoomId id, string name, Visibility visibility, AssistantMode mode, UserId maker)
    {
        if (_newRooms.Take(maker) is { } wait)
            throw new RequestRefused(ErrorCode.RateLimited, "you make too many rooms; try again later", retryAfter: wait);
        if (await rooms.CountAsync(RoomKind.Group, CancellationToken.None) >= MostRooms)
            throw new RequestRefused(ErrorCode.Busy, $"this server has {MostRooms} rooms and takes no more");
        var isNew = await rooms.CreateAsync(new NewRoom(id, name, RoomKind.Group, visibility, mode, clock.GetUtcNow()));
        // Two may make the same room at once: the second finds it made, and joins it like anybody else.
        if (isNew) await rooms.AddParticipantAsync(id, maker, clock.GetUtcNow());
        var room = (await rooms.FindAsync(id, CancellationToken.None))!;
        if (isNew && visibility == Visibility.Public) connections.SendToAll(new RoomUpdated(id, room));
        return room;
    }
}
