using System.Text.Json;
using Confab.Protocol;
using Confab.Server.Replies;

namespace Confab.Server.Generation.OpenAi;

/// <summary>Outcomes in OpenAI's words.</summary>
static class OpenAiWords
{
    public static string FinishReason(StreamOutcome outcome) => outcome.Reason == StreamEndReason.Length ? "length" : "stop";

    /// <summary>What all of them cost together.</summary>
    public static JsonElement UsageOf(IReadOnlyList<StreamOutcome> outcomes)
    {
        var (read, written) = (outcomes.Sum(o => o.Usage.PromptTokens), outcomes.Sum(o => o.Usage.CompletionTokens));
        var cached = outcomes.All(o => o.CachedTokens is not null) ? new PromptTokensDetails(outcomes.Sum(o => o.CachedTokens!.Value)) : null;
        return JsonSerializer.SerializeToElement(new CompletionUsage(read, written, read + written, cached), OpenAiWire.Json.CompletionUsage);
    }

    public static RouteExplained? Explain(StreamOutcome outcome) => outcome.Choice?.Info() is { } route
        ? new(route.Model, route.Strategy, route.Reason, route.Alternatives, outcome.TimeToFirstToken?.TotalMilliseconds, outcome.TokensPerSecond)
        : null;
}
