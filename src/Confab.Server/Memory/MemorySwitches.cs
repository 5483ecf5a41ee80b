using Confab.Server.Http;
using Confab.Server.Storage;

namespace Confab.Server.Memory;

/// <summary><c>/api/memory/switches</c>: by which assistants one is not remembered.</summary>
public sealed class MemorySwitches(IMemoryStore store, RememberingAssistants assistants, Callers callers, TimeProvider clock)
{
    public async Task<IResult> ReadAsync(HttpContext http)
    {
        var user = await callers.RequireUserAsync(http);
        return MemoryRoutes.Answer(http, new SwitchesAnswer(await store.ReadOffAsync(user.Id, http.RequestAborted)));
    }

    public async Task<IResult> ChangeAsync(HttpContext http)
    {
        var user = await callers.RequireUserAsync(http);
        var body = await JsonBody.ReadAsync(http, MemoryJson.Default.SwitchBody);
        await store.SwitchAsync(user.Id, assistants.Require(body.AssistantId), body.On, clock.GetUtcNow());
        return MemoryRoutes.Answer(http, new SwitchesAnswer(await store.ReadOffAsync(user.Id, http.RequestAborted)));
    }
}
