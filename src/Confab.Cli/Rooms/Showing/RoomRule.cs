using Confab.Cli.Terminal.Chat;
using Confab.Cli.Terminal.Drawing;
using Confab.Cli.Terminal.Text;
using Confab.Protocol;

namespace Confab.Cli.Rooms.Showing;

/// <summary>The line with which a room begins on the screen: its name, and what it is about.</summary>
static class RoomRule
{
    public static string Of(RoomPane pane, int width)
    {
        var room = pane.State.Room;
        var topic = room?.Topic is { Length: > 0 } said ? Style.Dim(" · " + SafeText.CleanLine(said)) : "";
        return Speech.Rule(Style.Bold(pane.Name) + topic, Style.Dim(Kind(room)), width - 1);
    }

    static string Kind(Room? room) => room switch
    {
        { ArchivedAt: not null } => "archived",
        { Kind: RoomKind.Direct } => "between you two",
        { Kind: RoomKind.Chat } => "chat with an assistant",
        { Visibility: Visibility.Private } => "private",
        _ => "",
    };
}
