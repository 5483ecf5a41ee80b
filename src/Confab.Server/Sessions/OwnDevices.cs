using Confab.Protocol;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Sessions;

static class OwnDevices
{
    /// <summary>Tells a session's person, and nobody else, what it is now.</summary>
    public static void Tell(this ConnectionRegistry connections, ChatSession session)
    {
        foreach (var socket in connections.All.Where(c => c.User?.Id == session.Person.Id))
        {
            socket.Find(session.Room.Id)?.Update(session.Room);
            socket.Send(new RoomUpdated(session.Room.Id, session.Room with { IsMember = true }));
        }
    }
}
