using Confab.Protocol;
using Confab.Server.Rooms.Changes;
using Confab.Server.Sockets;

namespace Confab.Server.Rooms.Members;

/// <summary><c>mute</c>: somebody cannot write for a while; it ends by itself.</summary>
public sealed class MuteMember(RoomAccess access, RoomChanges changes, TimeProvider clock)
{
    const int MostMinutes = 365 * 24 * 60;

    public async Task<ServerFrame?> HandleAsync(Connection connection, MuteRequest request)
    {
        var user = connection.RequireUser();
        await access.RequireAsync(user.Id, request.RoomId, RoomRight.Moderate, connection.Closed);
        if (request.Minutes is < 0 or > MostMinutes) throw new RequestRefused(ErrorCode.BadRequest, $"\"minutes\" is a number from 0 to {MostMinutes}", "minutes");
        await changes.MuteAsync(request.RoomId, request.UserId, request.Minutes == 0 ? null : clock.GetUtcNow().AddMinutes(request.Minutes), user);
        return new Ok();
    }
}
