namespace Confab.Server.Memory;

/// <summary><c>/api/memory</c>: what assistants remember, for those who may see it.</summary>
public static class MemoryRoutes
{
    public static void MapMemory(this RouteGroupBuilder api)
    {
        api.MapGet("/api/memory", (HttpContext http, ListMemories list) => list.HandleAsync(http));
        api.MapPost("/api/memory", (HttpContext http, ChangeMemories change) => change.AddAsync(http));
        api.MapDelete("/api/memory", (HttpContext http, ChangeMemories change) => change.ForgetAllAsync(http));
        api.MapGet("/api/memory/export", (HttpContext http, MemoryTransfer transfer) => transfer.ExportAsync(http));
        api.MapPost("/api/memory/import", (HttpContext http, MemoryTransfer transfer) => transfer.ImportAsync(http));
        api.MapGet("/api/memory/switches", (HttpContext http, MemorySwitches switches) => switches.ReadAsync(http));
        api.MapPut("/api/memory/switches", (HttpContext http, MemorySwitches switches) => switches.ChangeAsync(http));
        api.MapPatch("/api/memory/{id}", (string id, HttpContext http, ChangeMemories change) => change.EditAsync(http, id));
        api.MapDelete("/api/memory/{id}", (string id, HttpContext http, ChangeMemories change) => change.ForgetAsync(http, id));
    }

    internal static IResult Answer<T>(HttpContext http, T answer, int status = StatusCodes.Status200OK)
    {
        http.Response.Headers.CacheControl = "no-store";
        return Results.Json(answer, MemoryWire.Options, statusCode: status);
    }
}
