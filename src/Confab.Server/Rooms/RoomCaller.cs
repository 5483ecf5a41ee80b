using Confab.Protocol;
using Confab.Protocol.Json;
using Confab.Server.Http;
using Confab.Server.Sockets;

namespace Confab.Server.Rooms;

/// <summary>Who asks over HTTP for something of a room, and whether they may.</summary>
public sealed class RoomCaller(Callers callers, RoomAccess access)
{
    /// <exception cref="RequestRefused">Nobody is named, or there is no such room for them, or they may not do this in it.</exception>
    public async Task<(RoomId Room, Author User)> RequireAsync(HttpContext http, string id, RoomRight right)
    {
        var user = await callers.RequireUserAsync(http);
        if (!WireIds.IsValid(id)) throw new RequestRefused(ErrorCode.BadRequest, "the address has no room's id", "roomId");
        await access.RequireAsync(user.Id, new(id), right, http.RequestAborted);
        return (new(id), user);
    }
}
