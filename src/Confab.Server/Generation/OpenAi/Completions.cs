using Confab.Inference.Catalog;
using Confab.Server.Http;
using Microsoft.Extensions.AI;

namespace Confab.Server.Generation.OpenAi;

/// <summary><c>POST /v1/completions</c>: text that the model continues, without any chat template where it can do that.</summary>
sealed class Completions(Answering answering, ModelCatalog models, Callers callers, TimeProvider clock)
{
    const int MostPrompts = 16;

    public async Task<IResult> HandleAsync(HttpContext http)
    {
        var caller = await callers.IdentifyAsync(http);
        var request = await JsonBody.ReadAsync(http, OpenAiWire.Json.CompletionRequest);
        var texts = request.Prompt is { } prompt ? Strings.Of(prompt, "prompt") : null;
        Refuse.Unless(texts is { Count: >= 1 and <= MostPrompts } && texts.All(text => text.Length > 0), "prompt", $"is text, or a list of 1 to {MostPrompts}");
        Refuse.Unless(string.IsNullOrEmpty(request.Suffix), "suffix", "is not supported by this server; leave it out");
        Refuse.Unless(request.BestOf is null or 1, "best_of", "is 1");
        var wishes = OpenAiWishes.Require(request, models, request.MaxTokens);
        wishes.AdditionalProperties!["raw_prompt"] = true;
        wishes.AdditionalProperties["capabilities"] = (string[])["completion"];

        var shape = new TextShape(clock.GetUtcNow(), request.Echo == true ? texts : null);
        DirectPrompt[] prompts = [.. texts!.Select(text => new DirectPrompt([new ChatMessage(ChatRole.User, text)], IsRaw: true))];
        return request.Stream == true
            ? await answering.StreamAsync(http, caller, shape, prompts, wishes, request.StreamOptions?.IncludeUsage == true)
            : await answering.WholeAsync(http, caller, shape, prompts, wishes);
    }
}
