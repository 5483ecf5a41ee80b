using Confab.Protocol;
using Confab.Server.Rooms.Changes;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Rooms.Direct;

/// <summary>The rooms of two people. One is made when the first of them opens it, and shown to the other when something is said in it.</summary>
public sealed class DirectRooms(IUserStore users, RoomChanges changes, RoomNews news, TimeProvider clock)
{
    /// <param name="listens">The socket that hears the room from here on.</param>
    /// <exception cref="RequestRefused">There is no such person, or it is oneself.</exception>
    public async Task<Room> OpenAsync(Author user, UserId other, Connection? listens, CancellationToken stop)
    {
        if (other == user.Id) throw new RequestRefused(ErrorCode.BadRequest, "a direct room is with somebody else", "userId");
        var person = await users.FindAsync(other, stop) ?? throw new RequestRefused(ErrorCode.UnknownUser, $"nobody here has the id \"{other}\"", "userId");
        var room = new NewRoom(
            RoomId.New(), $"{user.Name}, {person.Name}", RoomKind.Direct, Visibility.Private, AssistantMode.Off, clock.GetUtcNow(), Owner: user.Id);
        return await changes.OpenDirectAsync(room, other, listens);
    }

    /// <summary>After the first message: devices of both that do not listen yet learn of the room.</summary>
    public void Begin(Room room, Message first)
    {
        if (first.Seq != 1) return;
        foreach (var person in room.People ?? [])
            news.Show(room with { Seq = first.Seq, Rev = first.Rev, IsMember = true, Role = RoomRole.Owner }, person.Id);
    }
}
