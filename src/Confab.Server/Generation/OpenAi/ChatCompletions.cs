using Confab.Inference.Catalog;
using Confab.Server.Http;

namespace Confab.Server.Generation.OpenAi;

/// <summary><c>POST /v1/chat/completions</c>.</summary>
sealed class ChatCompletions(Answering answering, ModelCatalog models, Callers callers, TimeProvider clock)
{
    public async Task<IResult> HandleAsync(HttpContext http)
    {
        var caller = await callers.IdentifyAsync(http);
        var request = await JsonBody.ReadAsync(http, OpenAiWire.Json.ChatRequest);
        var prompt = ChatTurns.Require(request.Messages);
        var wishes = OpenAiWishes.Require(request, models, request.MaxCompletionTokens ?? request.MaxTokens);
        wishes.ResponseFormat = OpenAiWishes.FormatOf(request.ResponseFormat);
        OpenAiWishes.RefuseUnmet(
            ("tools", request.Tools), ("tool_choice", request.ToolChoice), ("functions", request.Functions), ("function_call", request.FunctionCall),
            ("top_logprobs", request.TopLogprobs), ("modalities", request.Modalities), ("audio", request.Audio),
            ("web_search_options", request.WebSearchOptions), ("reasoning_effort", request.ReasoningEffort), ("verbosity", request.Verbosity));

        var shape = new ChatShape(clock.GetUtcNow());
        return request.Stream == true
            ? await answering.StreamAsync(http, caller, shape, [prompt], wishes, request.StreamOptions?.IncludeUsage == true)
            : await answering.WholeAsync(http, caller, shape, [prompt], wishes);
    }
}
