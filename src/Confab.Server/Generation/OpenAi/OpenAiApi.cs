using Confab.Protocol;

namespace Confab.Server.Generation.OpenAi;

/// <summary>
/// The part of OpenAI's API (platform.openai.com/docs/api-reference) that a router of language models can answer, so that any
/// client of it can use the models here.
/// </summary>
static class OpenAiApi
{
    public static void MapOpenAi(this RouteGroupBuilder api)
    {
        var v1 = api.MapGroup("/v1");
        v1.AddEndpointFilter(OpenAiErrors.CatchAsync);
        v1.MapGet("/models", (HttpContext http, ListedModels models) => models.ListAsync(http));
        v1.MapGet("/models/{**id}", (HttpContext http, string id, ListedModels models) => models.GetAsync(http, id));
        v1.MapPost("/chat/completions", (HttpContext http, ChatCompletions chat) => chat.HandleAsync(http));
        v1.MapPost("/completions", (HttpContext http, Completions completions) => completions.HandleAsync(http));
        v1.MapPost("/embeddings", (HttpContext http, Embeddings embeddings) => embeddings.HandleAsync(http));
        v1.Map("/{**rest}", (HttpContext http) => OpenAiErrors.Result(
            http, new ErrorFrame(ErrorCode.BadRequest, $"{http.Request.Method} {http.Request.Path} is not here; see docs/http.md for what is"), "unknown_url", StatusCodes.Status404NotFound));
    }
}
