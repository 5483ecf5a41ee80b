using Confab.Server.Assistants;
using Microsoft.Extensions.AI;

namespace Confab.Server.Replies;

/// <summary>What was wished of one reply besides the question. It is not kept: a reply that a killed process left is not begun again.</summary>
/// <param name="Options">How to generate.</param>
/// <param name="Background">What the model is told for this question alone.</param>
public sealed record ReplyWishes(ChatOptions Options, string? Background = null)
{
    /// <summary>The words that the answer has already, and goes on from.</summary>
    public string? Begun { get; init; }

    public static ReplyWishes None { get; } = new(new ChatOptions());

    /// <summary>With the assistant's own wishes where nothing else was wished. A model that was named counts most, then a strategy, then the assistant's own.</summary>
    internal ReplyWishes Of(Assistant assistant)
    {
        var (options, own) = (Options.Clone(), assistant.Options);
        options.AdditionalProperties ??= [];
        var isChosen = options.ModelId is not null || options.AdditionalProperties.ContainsKey("strategy");
        if (!isChosen) options.ModelId = own.Model;
        if (!isChosen && own.Strategy is { } strategy) options.AdditionalProperties["strategy"] = strategy;
        options.MaxOutputTokens ??= own.MaxTokens;
        options.Temperature ??= (float?)own.Temperature;
        options.TopP ??= (float?)own.TopP;
        options.TopK ??= own.TopK;
        options.StopSequences ??= own.StopSequences?.ToList();
        options.Seed ??= own.Seed;
        if (own.RepeatPenalty is { } penalty) options.AdditionalProperties.TryAdd("repeat_penalty", (float)penalty);
        return this with { Options = options };
    }
}
