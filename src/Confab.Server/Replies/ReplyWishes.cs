using Confab.Server.Assistants;
using Microsoft.Extensions.AI;

namespace Confab.Server.Replies;

/// <summary>What was wished of one reply besides the question. It is not kept: a reply that a killed process left is not begun again.</summary>
/// <param name="Options">How to generate.</param>
/// <param name="Background">What the model is told for this question alone.</param>
public sealed record ReplyWishes(ChatOptions Options, string? Background = null)
{
    public static ReplyWishes None { get; } = new(new ChatOptions());

    /// <summary>A model that was named counts most, then a strategy, then the assistant's own model.</summary>
    internal ChatOptions Of(Assistant assistant)
    {
        var options = Options.Clone();
        if (options.AdditionalProperties?.ContainsKey("strategy") != true) options.ModelId ??= assistant.Options.Model;
        return options;
    }
}
