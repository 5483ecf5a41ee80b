using System.Text;
using Confab.Protocol;
using Confab.Server.Accounts;
using Confab.Server.Sockets;

namespace Confab.Server.Rooms;

static class RoomName
{
    /// <exception cref="RequestRefused">Empty, too long, or with control characters.</exception>
    public static string Require(string text)
    {
        var name = text.Trim().Normalize(NormalizationForm.FormC);
        if (name.Length is 0 or > Limits.MaxRoomNameLength)
            throw new RequestRefused(ErrorCode.BadRequest, $"a room's name has 1 to {Limits.MaxRoomNameLength} characters", "roomName");
        if (name.EnumerateRunes().Any(Username.IsInvisible))
            throw new RequestRefused(ErrorCode.BadRequest, "a room's name has no control or invisible characters, and no line breaks", "roomName");
        return name;
    }
}
