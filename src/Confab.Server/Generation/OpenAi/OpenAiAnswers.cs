using System.Text.Json;
using System.Text.Json.Serialization;
using Confab.Protocol;

namespace Confab.Server.Generation.OpenAi;

/// <summary>An answer, or a chunk of one, of chat completions or completions.</summary>
/// <param name="Object"><c>chat.completion</c>, <c>chat.completion.chunk</c> or <c>text_completion</c>.</param>
/// <param name="Created">Seconds since 1970.</param>
/// <param name="Usage">An explicit null in every chunk but the last where usage was asked for.</param>
/// <param name="Confab">Our own: how the model was chosen, and how fast it was.</param>
sealed record Completion(
    string Id, string Object, long Created, string Model, IReadOnlyList<Choice> Choices, JsonElement? Usage = null, RouteExplained? Confab = null);

/// <param name="Message">The whole answer of a chat.</param>
/// <param name="Delta">A piece of it.</param>
/// <param name="Text">The answer, or a piece of it, of a completion.</param>
sealed record Choice(
    int Index, WholeMessage? Message = null, Delta? Delta = null, string? Text = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? FinishReason = null)
{
    /// <summary>Nobody gets any here.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public JsonElement? Logprobs { get; }
}

sealed record WholeMessage(string Role, string Content)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Refusal { get; }
}

sealed record Delta(string? Role = null, string? Content = null);

/// <param name="PromptTokensDetails">Absent where the engine does not say.</param>
sealed record CompletionUsage(int PromptTokens, int CompletionTokens, int TotalTokens, PromptTokensDetails? PromptTokensDetails = null);

sealed record PromptTokensDetails(int CachedTokens);

/// <inheritdoc cref="RouteInfo"/>
sealed record RouteExplained(
    string Model, string Strategy, string Reason, IReadOnlyList<ScoreInfo> Alternatives, double? TimeToFirstTokenMs = null, double? TokensPerSecond = null);

sealed record ModelEntry(string Id, long Created, string OwnedBy, ModelFacts? Confab = null)
{
    public string Object { get; } = "model";
}

/// <summary>Our own: what is known of a model.</summary>
sealed record ModelFacts(string Name, string Engine, int ContextLength, IReadOnlyList<string> Capabilities, string State, bool IsDefault);

sealed record ModelPage(IReadOnlyList<ModelEntry> Data)
{
    public string Object { get; } = "list";
}

/// <param name="Embedding">Numbers, or the base64 of their bytes as little-endian floats.</param>
sealed record EmbeddingEntry(int Index, JsonElement Embedding)
{
    public string Object { get; } = "embedding";
}

sealed record EmbeddingPage(IReadOnlyList<EmbeddingEntry> Data, string Model, EmbeddingUsage Usage)
{
    public string Object { get; } = "list";
}

sealed record EmbeddingUsage(long PromptTokens, long TotalTokens);

sealed record ErrorBody(ErrorFacts Error);

/// <param name="Message">For people.</param>
/// <param name="Type">Such as <c>invalid_request_error</c>.</param>
/// <param name="Param">The field that was wrong.</param>
/// <param name="Code">For programs.</param>
sealed record ErrorFacts(
    string Message, string Type,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Param,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Code);
