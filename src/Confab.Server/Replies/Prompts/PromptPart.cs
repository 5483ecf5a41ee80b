using Confab.Inference.Catalog;
using Confab.Protocol;
using Microsoft.Extensions.AI;

namespace Confab.Server.Replies.Prompts;

/// <summary>A piece of a prompt, with where it came from: what <c>GET /api/messages/{id}/prompt</c> shows.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">What the model is shown.</param>
public sealed record PromptPart(PromptPartKind Kind, string Text)
{
    /// <summary>For people: a name, a file, a topic.</summary>
    public string? Title { get; init; }

    /// <summary>The message that it shows, or whose file it is.</summary>
    public MessageId? MessageId { get; init; }

    /// <summary>The memory that it shows.</summary>
    public MemoryId? MemoryId { get; init; }

    /// <summary>The summary that it shows.</summary>
    public long? SummaryId { get; init; }

    /// <summary>The place in the assistant's knowledge that it shows.</summary>
    public KnowledgeSource? Source { get; init; }

    /// <summary>A picture, for models that look at them.</summary>
    public DataContent? Picture { get; init; }

    /// <summary>
    /// What one picture takes of a prompt, whatever its size: tokenizers count words only, and each family of models counts pictures in its
    /// own way. It is what OpenAI's documentation gives for one of 2048 by 1024 points in high detail, 6 tiles of 170 tokens and 85; a square
    /// one takes 765 (https://platform.openai.com/docs/guides/vision, "Calculating costs").
    /// </summary>
    public const int PictureTokens = 1105;

    /// <summary>What it takes of a prompt, as the model's own tokenizer counts words.</summary>
    internal int CountTokens(Model model) => Picture is null ? model.CountTokens(Text) : PictureTokens;

    internal ChatRole Role { get; init; } = ChatRole.User;
}

/// <summary>
/// What a piece of a prompt is. Instructions, manners and the summary stand in front, because they stay the same from turn to turn
/// and an engine that keeps beginnings need not compute them again; then the messages; what belongs to the question alone
/// (background, memories, knowledge, files) stands right before it.
/// </summary>
public enum PromptPartKind { Instructions, Manners, Summary, Background, Memory, Knowledge, File, Message, Begun }
