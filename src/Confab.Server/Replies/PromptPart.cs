using Confab.Protocol;

namespace Confab.Server.Replies;

/// <summary>A piece of a prompt, with where it came from: what "what it saw" shows.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">What the model is shown.</param>
public sealed record PromptPart(PromptPartKind Kind, string Text)
{
    /// <summary>For people: a name, a file, a topic.</summary>
    public string? Title { get; init; }

    /// <summary>The message that it shows.</summary>
    public MessageId? MessageId { get; init; }

    /// <summary>The memory that it shows.</summary>
    public MemoryId? MemoryId { get; init; }

    /// <summary>The summary that it shows.</summary>
    public long? SummaryId { get; init; }

    /// <summary>The place in the assistant's knowledge that it shows.</summary>
    public KnowledgeSource? Source { get; init; }
}

/// <summary>What a piece of a prompt is, in the order in which they stand there.</summary>
public enum PromptPartKind { Instructions, Manners, Background, Memory, Knowledge, Summary, File, Message, Tool }
