using System.Text.Json;

namespace Confab.Server.Generation.OpenAi;

/// <summary>What chat completions and completions have in common. Where a field is a <see cref="JsonElement"/> it has several forms.</summary>
abstract record GenerationRequest
{
    public string? Model { get; init; }
    public int? MaxTokens { get; init; }
    public double? Temperature { get; init; }
    public double? TopP { get; init; }
    public int? TopK { get; init; }
    public double? MinP { get; init; }
    public double? RepeatPenalty { get; init; }
    public double? PresencePenalty { get; init; }
    public double? FrequencyPenalty { get; init; }
    public JsonElement? Stop { get; init; }
    public long? Seed { get; init; }
    public int? N { get; init; }
    public bool? Stream { get; init; }
    public StreamOptions? StreamOptions { get; init; }
    public JsonElement? LogitBias { get; init; }
    public JsonElement? Logprobs { get; init; }
}

sealed record StreamOptions(bool? IncludeUsage = null);

sealed record ChatRequest : GenerationRequest
{
    public IReadOnlyList<ChatTurn>? Messages { get; init; }
    public int? MaxCompletionTokens { get; init; }
    public ResponseFormat? ResponseFormat { get; init; }
    public JsonElement? Tools { get; init; }
    public JsonElement? ToolChoice { get; init; }
    public JsonElement? Functions { get; init; }
    public JsonElement? FunctionCall { get; init; }
    public JsonElement? TopLogprobs { get; init; }
    public JsonElement? Modalities { get; init; }
    public JsonElement? Audio { get; init; }
    public JsonElement? WebSearchOptions { get; init; }
    public JsonElement? ReasoningEffort { get; init; }
    public JsonElement? Verbosity { get; init; }
}

/// <param name="Content">A string, or parts.</param>
sealed record ChatTurn(string? Role = null, JsonElement? Content = null, string? Name = null, JsonElement? ToolCalls = null, JsonElement? FunctionCall = null);

sealed record ResponseFormat(string? Type = null, JsonSchemaFormat? JsonSchema = null);

sealed record JsonSchemaFormat(string? Name = null, string? Description = null, JsonElement? Schema = null);

sealed record CompletionRequest : GenerationRequest
{
    /// <summary>A string, or several.</summary>
    public JsonElement? Prompt { get; init; }
    public bool? Echo { get; init; }
    public string? Suffix { get; init; }
    public int? BestOf { get; init; }
}

/// <param name="Input">A string, or several.</param>
sealed record EmbeddingRequest(string? Model = null, JsonElement? Input = null, string? EncodingFormat = null, int? Dimensions = null);
