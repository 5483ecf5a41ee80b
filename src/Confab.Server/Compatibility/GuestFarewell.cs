using Confab.Protocol;
using Confab.Server.Rooms;
using Confab.Server.Rooms.Changes;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Compatibility;

/// <summary>A guest is there for one socket and never comes back: with it they leave their rooms, and those go that were made for them alone.</summary>
sealed class GuestFarewell(IRoomStore rooms, RoomAccess access, RoomChanges changes, ILogger<GuestFarewell> logger)
{
    public async Task SayAsync(Author guest)
    {
        try
        {
            var theirs = await rooms.ReadRoomsOfAsync([guest.Id], CancellationToken.None);
            foreach (var room in theirs[guest.Id]) await LeaveAsync(guest, room);
        }
        catch (StorageUnavailableException e)
        {
            logger.LogWarning("The rooms of {Guest} stay: {Why}", guest.Name, e.Message);
        }
    }

    async Task LeaveAsync(Author guest, RoomId room)
    {
        try
        {
            await access.RequireAsync(guest.Id, room, RoomRight.Leave, CancellationToken.None);
            await changes.LeaveAsync(room, guest.Id);
        }
        catch (RequestRefused e)
        {
            // A direct room is the other's too; and the room, or the server, may be going down.
            logger.LogDebug("{Guest} stays in {Room}: {Why}", guest.Name, room, e.Message);
        }
    }
}
