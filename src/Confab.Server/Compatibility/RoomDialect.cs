using Confab.Protocol;

namespace Confab.Server.Compatibility;

/// <summary>
/// What dialects with one room at a time share: which room it is. A guest leaves the room before; a person who has a token stays
/// a member and merely hears no more of it here.
/// </summary>
abstract class RoomDialect(DialectWire wire) : Dialect(wire)
{
    protected const string Joining = "join";

    RoomId? _joining;

    protected Author? Me { get; private set; }

    /// <summary>The room it is in.</summary>
    protected Room? Current { get; private set; }

    /// <summary>Names of those who were or are in the room, for frames that name people.</summary>
    protected Dictionary<UserId, string> Names { get; } = [];

    protected bool IsHere(RoomId? room) => room is not null && room == Current?.Id;

    protected void Join(string roomId, bool create)
    {
        Leave();
        _joining = new RoomId(roomId);
        Wire.Ask(new JoinRoomRequest(_joining.Value, Create: create ? true : null) { Ref = Joining });
    }

    protected void Leave()
    {
        if (Current is not { } room) return;
        if (Wire.IsGuest) Wire.Ask(new LeaveRoomRequest(room.Id));
        Current = null;
    }

    public override void Tell(ServerFrame frame)
    {
        switch (frame)
        {
            case Connected connected:
                Me = connected.User;
                break;
            case RoomJoined joined when joined.Ref == Joining && joined.Room.Id == _joining:
                Current = joined.Room;
                Names.Clear();
                foreach (var member in joined.Members) Names[member.Id] = member.Name;
                break;
            case UserJoined joined when IsHere(joined.RoomId):
                Names[joined.User.Id] = joined.User.Name;
                break;
            case RoomDeleted gone when IsHere(gone.RoomId):
                Current = null;
                break;
        }
    }
}
