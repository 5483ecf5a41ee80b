using Confab.Protocol;

namespace Confab.Cli.Rooms;

/// <summary>People say a room's name; the wire wants its id.</summary>
static class RoomLookup
{
    /// <summary>An id, else a name in any case.</summary>
    public static Room? Find(IEnumerable<Room> rooms, string said)
    {
        var wanted = said.TrimStart('#');
        var all = rooms.ToList();
        return all.Find(room => room.Id.Value == wanted)
            ?? all.Find(room => string.Equals(room.Name, wanted, StringComparison.OrdinalIgnoreCase));
    }
}
