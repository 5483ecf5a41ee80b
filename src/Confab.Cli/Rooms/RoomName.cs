using Confab.Cli.Terminal.Text;
using Confab.Protocol;

namespace Confab.Cli.Rooms;

/// <summary>What a room is called here. Harmless to a terminal.</summary>
static class RoomName
{
    /// <summary>A direct room is called after the other person.</summary>
    public static string Of(Room room, UserId? me) => SafeText.CleanLine(Other(room, me)?.Name ?? room.Name);

    public static Author? Other(Room room, UserId? me) => room.Kind == RoomKind.Direct ? room.People?.FirstOrDefault(person => person.Id != me) : null;
}
