using Confab.Protocol;
using Confab.Server.Rooms;
using Confab.Server.Rooms.Direct;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Messages;

/// <summary><c>clear</c>: a line of the system, and assistants are shown nothing above it. Where nothing was said since the last, that one stays.</summary>
public sealed class StartAnew(RoomAccess access, AppendLoop log, DirectRooms direct, TimeProvider clock)
{
    static readonly Author System = new(new("system"), "System", AuthorKind.System);

    public async Task<ServerFrame?> HandleAsync(Connection connection, ClearRequest request)
    {
        var user = connection.RequireUser();
        var room = access.Require(connection, request.RoomId, RoomRight.Write).Room;
        var line = new NewMessage(
            MessageId.New(), room.Id, System, $"{user.Name} let assistants begin anew here: they are shown nothing that stands above.", clock.GetUtcNow())
        { StartsAnew = true };
        var stored = (await log.AppendAsync(line)).Message ?? throw new RequestRefused(RoomRights.Unknown(room.Id));
        if (room.Kind == RoomKind.Direct) direct.Begin(room, stored);
        return new Ack(stored.RoomId, stored.Id, stored.Seq, stored.Rev);
    }
}
