using Confab.Inference.Catalog;
using Confab.Server.Http;

namespace Confab.Server.Generation.OpenAi;

/// <summary><c>GET /v1/models</c> and <c>GET /v1/models/{id}</c>: the models, and <c>auto</c>, behind which the router chooses.</summary>
sealed class ListedModels(ModelCatalog models, Callers callers, TimeProvider clock)
{
    // When a model was made is not known; this is when the server came to know it.
    readonly long _created = clock.GetUtcNow().ToUnixTimeSeconds();

    public async Task<IResult> ListAsync(HttpContext http)
    {
        await callers.IdentifyAsync(http);
        return Results.Json(new ModelPage([.. models.List().Select(Entry), Router(RequestedModel.Auto)]), OpenAiWire.Json.ModelPage);
    }

    public async Task<IResult> GetAsync(HttpContext http, string id)
    {
        await callers.IdentifyAsync(http);
        RequestedModel.Require(id, models);
        return Results.Json(models.Find(id) is { } model ? Entry(model) : Router(id), OpenAiWire.Json.ModelEntry);
    }

    ModelEntry Router(string id) => new(id, _created, "confab");

    ModelEntry Entry(Model model) => new(
        model.Id, _created, model.Engine,
        new(model.Name, model.Engine, model.ContextLength, model.Card.Capabilities, model.State.ToString().ToLowerInvariant(), model == models.Default));
}
