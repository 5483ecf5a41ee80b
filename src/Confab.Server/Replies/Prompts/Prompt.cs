using Confab.Inference.Catalog;
using Confab.Server.Tools;
using Microsoft.Extensions.AI;

namespace Confab.Server.Replies.Prompts;

/// <param name="Messages">What the model is shown.</param>
/// <param name="Tokens">How many tokens that is.</param>
/// <param name="MaxTokens">What is left for the answer.</param>
public sealed record Prompt(IReadOnlyList<ChatMessage> Messages, int Tokens, int MaxTokens)
{
    /// <summary>What it is made of, in the order in which it stands there.</summary>
    public IReadOnlyList<WeighedPart> Parts { get; init; } = [];

    /// <summary>What the pictures in it take, of <see cref="Tokens"/>: a tokenizer counts words alone.</summary>
    public int PictureTokens => Parts.Where(p => p.Part.Picture is not null).Sum(p => p.Tokens);

    /// <summary>When; what is edited or forgotten later was still in it.</summary>
    public DateTimeOffset MadeAt { get; init; }

    /// <summary>When it was remembered what it holds of memories: "remember that" is true for the very answer to it.</summary>
    public DateTimeOffset RecalledAt { get; init; }

    /// <summary>What the model may use; none where it knows no tools.</summary>
    public HeldTools Held { get; init; } = HeldTools.None;

    public IReadOnlyList<OfferedTool> Tools => Held.Tools;

    /// <summary>How many messages found no room, beyond those that a summary stands for.</summary>
    public int LeftOut { get; init; }

    /// <summary>The wishes with a limit that the model's context has room for.</summary>
    public ChatOptions Bound(ChatOptions wishes, Model model)
    {
        var asked = wishes.Clone();
        asked.MaxOutputTokens = Math.Min(asked.MaxOutputTokens ?? MaxTokens, Math.Max(1, model.ContextLength - Tokens));
        return asked;
    }
}

/// <param name="Tokens">As the model counts the text alone.</param>
public readonly record struct WeighedPart(PromptPart Part, int Tokens);
