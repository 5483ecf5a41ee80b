using Confab.Protocol;

namespace Confab.Tests.Support;

/// <summary>What people do with rooms, in short.</summary>
static class People
{
    /// <summary>A person with a name and a socket, in no room.</summary>
    public static async Task<TestSocket> PersonAsync(this ChatApplication app, string name)
    {
        var socket = await app.OpenAsync();
        await socket.HelloAsync(name);
        return socket;
    }

    /// <summary>Another device of the same person.</summary>
    public static async Task<TestSocket> DeviceAsync(this ChatApplication app, TestSocket of)
    {
        var socket = await app.OpenAsync();
        await socket.HelloAsync(token: of.Welcome!.Token);
        return socket;
    }

    public static async Task<RoomId> MakeRoomAsync(this TestSocket maker, string name = "den", Visibility visibility = Visibility.Private) =>
        (await maker.AskAsync<RoomCreated>(new CreateRoomRequest(name, visibility))).Room.Id;

    /// <summary>Invited by one, joined by the other.</summary>
    public static async Task<RoomJoined> BringAsync(this TestSocket member, RoomId room, TestSocket guest)
    {
        await member.AskAsync<Ok>(new InviteRequest(room, guest.User.Id));
        return await guest.JoinAsync(room.Value);
    }

    public static Task<Ok> DoAsync(this TestSocket person, Request request) => person.AskAsync<Ok>(request);

    public static async Task<ErrorCode> CodeAsync(this TestSocket person, Request request) => (await person.RefusedAsync(request)).Code;

    public static async Task<Room?> ListedAsync(this TestSocket person, RoomId room) =>
        (await person.AskAsync<RoomList>(new ListRoomsRequest())).Rooms.FirstOrDefault(r => r.Id == room);

    /// <summary>What a fresh look says of the people in a room.</summary>
    public static async Task<IReadOnlyDictionary<string, RoomRole?>> RolesAsync(this TestSocket member, RoomId room) =>
        (await member.JoinAsync(room.Value)).Members.Where(m => m.Kind == AuthorKind.User).ToDictionary(m => m.Name, m => m.Role);
}
