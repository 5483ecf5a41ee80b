using System.Text.Json;
using System.Text.Json.Nodes;
using Confab.Protocol;
using Confab.Server.Http;
using Confab.Server.Sockets;
using Confab.Server.Storage;
using Microsoft.AspNetCore.Http.Features;

namespace Confab.Server.Memory;

/// <summary>
/// <c>GET /api/memory/export</c> and <c>POST /api/memory/import</c>: what one assistant keeps about oneself, in the four tiers that
/// other programs know, and one by one with all that is known of each. What is brought in is private, or one's own choice of
/// <c>user</c>, whatever the file says: nobody brings anything into a room.
/// </summary>
public sealed class MemoryTransfer(IMemoryStore store, RememberingAssistants assistants, Callers callers, MemoryTeller teller, TimeProvider clock) : IDisposable
{
    const int Most = MemoryLimits.ShortTerm + MemoryLimits.LongTerm + MemoryLimits.Semantic + MemoryLimits.Episodic;

    const int MostExported = 10 * Most;

    /// <summary>An export of the most that is kept, each entry with all its fields; bytes.</summary>
    const int MostBytes = 16 * 1024 * 1024;

    /// <summary>In one transaction, so that what people write meanwhile waits for none of them long.</summary>
    const int AtOnce = 50;

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly SemaphoreSlim _importing = new(1);

    public async Task<IResult> ExportAsync(HttpContext http)
    {
        var user = await callers.RequireUserAsync(http);
        var assistant = assistants.Require(RememberingAssistants.In(http.Request.Query));
        var own = await OwnAsync(user.Id, assistant, http.RequestAborted);
        http.Response.Headers.ContentDisposition = "attachment; filename=\"memory.json\"";
        http.Response.Headers.CacheControl = "no-store";
        return Results.Text(MemoryFile.Write(assistant, clock.GetUtcNow(), [.. own.Select(m => m.Memory)]).ToJsonString(MemoryWire.Options), "application/json");
    }

    public async Task<IResult> ImportAsync(HttpContext http)
    {
        var user = await callers.RequireUserAsync(http);
        var assistant = assistants.Require(RememberingAssistants.In(http.Request.Query));
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = MostBytes;
        // A large file takes several times its size while it is read.
        if (!await _importing.WaitAsync(Patience, http.RequestAborted)) throw new RequestRefused(ErrorCode.Busy, "somebody else's memories are being brought in; try again", retryAfter: Patience);
        try
        {
            var found = MemoryFile.Read(await ReadAsync(http), assistant, user.Id, clock.GetUtcNow()).Take(MostExported + 1).ToList();
            if (found.Count > MostExported) throw new RequestRefused(ErrorCode.TooLarge, $"more than {MostExported} memories are in the file; no export has more");
            var kept = await KeepAsync([.. found.OfType<StoredMemory>()], http.RequestAborted);
            var own = (await OwnAsync(user.Id, assistant, http.RequestAborted)).Select(m => m.Memory.Id).ToHashSet();
            var imported = kept.Count(own.Contains);
            return MemoryRoutes.Answer(http, new ImportAnswer(imported, found.Count - imported));
        }
        finally
        {
            _importing.Release();
        }
    }

    async Task<HashSet<MemoryId>> KeepAsync(IReadOnlyList<StoredMemory> memories, CancellationToken stop)
    {
        var kept = new HashSet<MemoryId>();
        foreach (var some in memories.Chunk(AtOnce))
        {
            stop.ThrowIfCancellationRequested();
            var these = await store.KeepAsync([.. some.Select(memory => new NewMemory(memory, []))]);
            teller.TellOf(these);
            kept.UnionWith(these.Select(m => m.Id));
        }
        return kept;
    }

    Task<IReadOnlyList<ReadableMemory>> OwnAsync(UserId user, UserId assistant, CancellationToken stop) =>
        store.ListAsync(new MemoryFilter(user, MostExported) { Assistant = assistant, OnlyAboutReader = true }, stop);

    public void Dispose() => _importing.Dispose();

    static async Task<JsonObject> ReadAsync(HttpContext http)
    {
        try
        {
            return await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted) as JsonObject
                ?? throw new RequestRefused(ErrorCode.BadRequest, "send the JSON object that an export gave");
        }
        catch (JsonException e)
        {
            throw new RequestRefused(ErrorCode.BadJson, $"the body is no JSON object: {e.Message}");
        }
    }
}
