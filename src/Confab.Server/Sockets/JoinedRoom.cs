using Confab.Protocol;
using Confab.Server.Fanout;
using Confab.Server.Storage;

namespace Confab.Server.Sockets;

/// <summary>
/// A room that a socket is in, and what its person is there: kept up to date by whatever changes either, so that posting need
/// not ask the storage.
/// </summary>
public sealed class JoinedRoom(RoomStanding there, Subscription subscription)
{
    readonly Lock _gate = new();
    volatile RoomStanding _there = there;

    public Room Room => _there.Room;

    public RoomStanding There => _there;

    public Subscription Subscription => subscription;

    /// <summary>Whether the others were told that somebody writes here.</summary>
    public bool IsTyping { get; set; }

    /// <summary>When they were told so last.</summary>
    public long TypingToldAt { get; set; }

    /// <summary>Takes in what was read or changed; of two answers the newer one stays, whichever comes first.</summary>
    public void Update(Room? room = null, Standing? standing = null)
    {
        lock (_gate)
        {
            if (room is not null && room.Version >= _there.Room.Version) _there = _there with { Room = room };
            if (standing is not null && standing.Version >= (_there.Standing?.Version ?? 0)) _there = _there with { Standing = standing };
        }
    }
}
