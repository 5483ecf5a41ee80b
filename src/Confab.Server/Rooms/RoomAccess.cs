using Confab.Protocol;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Rooms;

/// <summary>Asks the table of rights with what is true now.</summary>
public sealed class RoomAccess(IRoomStore rooms, TimeProvider clock)
{
    /// <exception cref="RequestRefused">There is no such room for this user, or they may not do this in it.</exception>
    public async Task<RoomStanding> RequireAsync(UserId user, RoomId room, RoomRight right, CancellationToken stop)
    {
        var there = await rooms.FindStandingAsync(room, user, stop) ?? throw new RequestRefused(RoomRights.Unknown(room));
        Require(there, right);
        return there;
    }

    /// <summary>The same for a room that a socket is in, without asking the storage: what it may do there is kept up to date.</summary>
    public JoinedRoom Require(Connection connection, RoomId room, RoomRight right)
    {
        var joined = connection.RequireJoined(room);
        Require(joined.There, right);
        return joined;
    }

    public bool May(RoomStanding there, RoomRight right) => RoomRights.Refuse(there, right, clock.GetUtcNow()) is null;

    /// <summary>The same for what was read already.</summary>
    /// <exception cref="RequestRefused">They may not do this there.</exception>
    public void Require(RoomStanding there, RoomRight right)
    {
        if (RoomRights.Refuse(there, right, clock.GetUtcNow()) is { } why) throw new RequestRefused(why);
    }
}
