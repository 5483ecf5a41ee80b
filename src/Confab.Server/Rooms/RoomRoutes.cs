using Confab.Protocol;
using Confab.Protocol.Json;
using Confab.Server.Http;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Rooms;

/// <summary><c>/api/rooms</c>: the rooms and what is said in them. The answers are the socket's.</summary>
public static class RoomRoutes
{
    public static void MapRooms(this RouteGroupBuilder api)
    {
        api.MapGet("/api/rooms", async (HttpContext http, Callers callers, RoomDirectory rooms) =>
        {
            var caller = await callers.IdentifyAsync(http);
            return Answer(new RoomList(await rooms.ListAsync(caller.User?.Id, http.RequestAborted)));
        });
        api.MapPost("/api/rooms", async (HttpContext http, Callers callers, CreateRoom create) =>
        {
            var maker = await callers.RequireUserAsync(http);
            var body = await JsonBody.ReadAsync(http, RoomJson.Default.RoomBody);
            var room = await create.MakeAsync(create.Read(new(body.Name, body.Visibility, body.AssistantMode, body.Topic), maker.Id, "name"), listens: null);
            http.Response.Headers.Location = $"/api/rooms/{room.Id}/messages";
            return Answer(new RoomCreated(room), StatusCodes.Status201Created);
        });
        api.MapGet("/api/rooms/{id}/messages", async (string id, HttpContext http, RoomCaller caller, IMessageStore messages) =>
        {
            var (room, _) = await caller.RequireAsync(http, id, RoomRight.Read);
            var query = http.Request.Query;
            var limit = (int)(query.NumberOf("limit", 1, Limits.MaxPage) ?? Limits.DefaultPage);
            var (before, after) = (query.NumberOf("before", 0, long.MaxValue), query.NumberOf("after", 0, long.MaxValue));
            if (before is not null && after is not null) throw new RequestRefused(ErrorCode.BadRequest, "give \"before\" or \"after\", not both", "after");
            var page = after is { } seq
                ? await messages.ReadNextAsync(room, seq, limit, http.RequestAborted)
                : await messages.ReadPageAsync(room, before, limit, http.RequestAborted);
            return Answer(new HistoryPage(room, page.Messages, page.HasMore));
        });
    }

    static IResult Answer(ServerFrame frame, int status = StatusCodes.Status200OK) => Results.Json(frame, WireJson.Options, statusCode: status);
}
