using Confab.Inference.Streaming.Events;

namespace Confab.Inference.Prompts;

/// <summary>The answer to one of several prompts.</summary>
/// <param name="Index">The prompt's place among them, from 0.</param>
/// <param name="Prompt">The prompt.</param>
/// <param name="Text">The answer; what there was of it where it broke off.</param>
/// <param name="Duration">From its question to its end.</param>
public sealed record PromptResult(int Index, ChatPrompt Prompt, string Text, TimeSpan Duration)
{
    /// <summary>Model, usage and times of a complete answer; null where it broke off.</summary>
    public GenerationEvent.Completed? Completed { get; init; }

    /// <summary>Why it broke off; null for a complete answer.</summary>
    public Exception? Error { get; init; }
}

/// <summary>Something that happened to one of several prompts.</summary>
/// <param name="Index">The prompt's place among them, from 0.</param>
/// <param name="Prompt">The prompt.</param>
/// <param name="Event">What happened.</param>
public sealed record PromptEvent(int Index, ChatPrompt Prompt, GenerationEvent Event);
