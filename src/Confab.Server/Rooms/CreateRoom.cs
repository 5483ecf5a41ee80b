using Confab.Protocol;
using Confab.Server.Rooms.Changes;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Rooms;

/// <summary><c>create_room</c>: whoever makes a room owns it; everybody learns of a public one.</summary>
public sealed class CreateRoom(IRoomStore rooms, RoomChanges changes, SocketOptions options, TimeProvider clock)
{
    const int MostRooms = 10_000;

    readonly KeyedBuckets<UserId> _newRooms = new(options.NewRooms, clock);

    public async Task<ServerFrame?> HandleAsync(Connection connection, CreateRoomRequest request)
    {
        var room = await MakeAsync(Read(request, connection.RequireUser().Id), connection);
        return new RoomCreated(room);
    }

    /// <param name="listens">The socket that hears the room from its beginning.</param>
    public async Task<Room> MakeAsync(NewRoom room, Connection? listens)
    {
        await RequirePlaceAsync(room.Owner!.Value);
        var made = await changes.CreateAsync(room, listens) ?? throw new InvalidOperationException($"the new id {room.Id} is taken");
        return made with { IsMember = true, Role = RoomRole.Owner };
    }

    /// <summary>A public room of a given id. Two may make it at once: the second finds it made, and joins it like anybody else.</summary>
    public async Task MakeForAllAsync(RoomId id, UserId maker)
    {
        await RequirePlaceAsync(maker);
        await changes.CreateAsync(new(id, id.Value, RoomKind.Group, Visibility.Public, AssistantMode.Mention, clock.GetUtcNow(), Owner: maker), listens: null);
    }

    public NewRoom Read(CreateRoomRequest request, UserId maker, string nameField = "roomName") => new(
        RoomId.New(), RoomText.RequireName(request.RoomName, nameField), RoomKind.Group, request.Visibility ?? Visibility.Public, request.AssistantMode ?? AssistantMode.Mention,
        clock.GetUtcNow(), RoomText.RequireTopic(request.Topic) is { Length: > 0 } topic ? topic : null, request.IsTemporary ?? false, maker);

    async Task RequirePlaceAsync(UserId maker)
    {
        if (_newRooms.Take(maker) is { } wait)
            throw new RequestRefused(ErrorCode.RateLimited, "you make too many rooms; try again later", retryAfter: wait);
        if (await rooms.CountAsync(RoomKind.Group, CancellationToken.None) >= MostRooms)
            throw new RequestRefused(ErrorCode.Busy, $"this server has {MostRooms} rooms and takes no more");
    }
}
