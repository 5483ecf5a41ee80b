using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Confab.Inference.Prompts;

/// <summary>What is wished of an answer. What is null is left to the engine.</summary>
public sealed record PromptOptions
{
    /// <summary>Where the answer is cut, in tokens, 1 or more.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>0 takes the likeliest word every time, 2 is wild.</summary>
    public float? Temperature { get; init; }

    /// <summary>Only words from this share of the probability: above 0, at most 1.</summary>
    public float? TopP { get; init; }

    /// <summary>Only so many of the likeliest words, 0 or more; 0 means all.</summary>
    public int? TopK { get; init; }

    /// <summary>Makes words that came lately less likely: 0.01 to 10, 1 changes nothing.</summary>
    public float? RepeatPenalty { get; init; }

    /// <summary>The answer ends before any of these texts; none may be empty.</summary>
    public IReadOnlyList<string> StopSequences { get; init; } = [];

    /// <summary>The same seed, prompt, options and model give the same answer, where the engine can do so.</summary>
    public long? Seed { get; init; }

    /// <summary>The id of the model that shall answer. Null: the router's strategy chooses.</summary>
    public string? Model { get; init; }

    /// <summary>How the router chooses the model, for example <c>balanced</c>. Null: the router's own.</summary>
    public string? Strategy { get; init; }

    /// <summary>What the model is told before everything else.</summary>
    public string? SystemPrompt { get; init; }

    /// <summary>The answer is JSON that holds to this JSON schema.</summary>
    public JsonElement? JsonSchema
    {
        get;
        // The document that it came from may be disposed while the prompt still waits for its turn.
        init => field = value is { ValueKind: not JsonValueKind.Undefined } schema ? schema.Clone() : value;
    }

    /// <summary>
    /// The same wishes in the words of <see cref="IChatClient"/>: <see cref="SystemPrompt"/> as
    /// <see cref="ChatOptions.Instructions"/>, <see cref="JsonSchema"/> as <see cref="ChatOptions.ResponseFormat"/>, and
    /// as additional properties <c>strategy</c> (string) and <c>repeat_penalty</c> (float).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its limits; the exception names it.</exception>
    public ChatOptions ToChatOptions()
    {
        Validate();
        var options = new ChatOptions
        {
            MaxOutputTokens = MaxTokens,
            Temperature = Temperature,
            TopP = TopP,
            TopK = TopK,
            StopSequences = StopSequences.Count > 0 ? [.. StopSequences] : null,
            Seed = Seed,
            ModelId = Model,
            Instructions = SystemPrompt,
            ResponseFormat = JsonSchema is { } schema ? ChatResponseFormat.ForJsonSchema(schema) : null,
        };
        if (Strategy is not null) (options.AdditionalProperties ??= [])["strategy"] = Strategy;
        if (RepeatPenalty is { } penalty) (options.AdditionalProperties ??= [])["repeat_penalty"] = penalty;
        return options;
    }

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its limits; the exception names it.</exception>
    public void Validate()
    {
        Require(MaxTokens is null or >= 1, MaxTokens, nameof(MaxTokens), "1 or more");
        Require(Temperature is null or (>= 0 and <= 2), Temperature, nameof(Temperature), "0 to 2");
        Require(TopP is null or (> 0 and <= 1), TopP, nameof(TopP), "above 0 and at most 1");
        Require(TopK is null or >= 0, TopK, nameof(TopK), "0 or more");
        Require(RepeatPenalty is null or (>= 0.01f and <= 10), RepeatPenalty, nameof(RepeatPenalty), "0.01 to 10");
        Require(StopSequences?.All(stop => stop is { Length: > 0 }) == true, null, nameof(StopSequences), "a list of texts that are not empty");
        Require(IsNullOrSaid(Model), Model, nameof(Model), "the id of a model, or null");
        Require(IsNullOrSaid(Strategy), Strategy, nameof(Strategy), "the name of a strategy, or null");
        Require(IsNullOrSaid(SystemPrompt), SystemPrompt, nameof(SystemPrompt), "a text that is not blank, or null");
        Require(JsonSchema is null or { ValueKind: JsonValueKind.Object or JsonValueKind.True or JsonValueKind.False },
            JsonSchema, nameof(JsonSchema), "a JSON object, true or false");
    }

    static bool IsNullOrSaid(string? text) => text is null || !string.IsNullOrWhiteSpace(text);

    static void Require(bool holds, object? value, string option, string rule)
    {
        if (!holds) throw new ArgumentOutOfRangeException(option, value, $"{option} must be {rule}.");
    }
}
