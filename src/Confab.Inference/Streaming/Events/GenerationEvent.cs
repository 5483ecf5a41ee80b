using Microsoft.Extensions.AI;

namespace Confab.Inference.Streaming.Events;

/// <summary>
/// What happens while an answer is made: <see cref="Started"/>, then <see cref="Token"/> with <see cref="Progress"/>
/// now and then, then exactly one end, which is <see cref="Completed"/> or <see cref="Failed"/>. There are no others.
/// </summary>
public abstract record GenerationEvent
{
    GenerationEvent()
    {
    }

    /// <summary>The model has begun to answer. It does not come where the model failed before.</summary>
    /// <param name="Model">The model that answers; null where the client does not say.</param>
    public sealed record Started(string? Model) : GenerationEvent;

    /// <summary>The answer has grown by a piece, usually one token.</summary>
    /// <param name="Text">The new text, never empty.</param>
    /// <param name="Position">The tokens so far, these included.</param>
    /// <param name="Offset">The length in UTF-16 units of the text before it.</param>
    /// <param name="IsNewSentence">Whether a sentence begins in this piece. The rule stands at <see cref="Sentences"/>.</param>
    /// <param name="SentenceCount">The sentences that have begun so far.</param>
    public sealed record Token(string Text, int Position, int Offset, bool IsNewSentence, int SentenceCount) : GenerationEvent;

    /// <summary>How far it is.</summary>
    /// <param name="Tokens">The tokens so far.</param>
    /// <param name="MaxTokens">Where it will be cut; null where the prompt does not say.</param>
    /// <param name="Percent">The tokens so far of the most that may come, 0 to 100; null without that limit.</param>
    /// <param name="TokensPerSecond">From the first piece to the last; null until they are 5 ms apart.</param>
    /// <param name="Eta">The time until it is cut at this speed, so the longest that it can take; null where that is unknown.</param>
    public sealed record Progress(int Tokens, int? MaxTokens, double? Percent, double? TokensPerSecond, TimeSpan? Eta) : GenerationEvent;

    /// <summary>The answer is complete.</summary>
    /// <param name="Model">The model that answered; null where the client does not say.</param>
    /// <param name="Tokens">The answer's tokens: as the engine counted them, else as they were seen.</param>
    /// <param name="FinishReason">Why it ended; null where the client does not say.</param>
    /// <param name="Usage">What the request used; null where the client does not say.</param>
    /// <param name="TimeToFirstToken">From the question to the first text; null for an empty answer.</param>
    /// <param name="Duration">From the question to the end.</param>
    /// <param name="TokensPerSecond">From the first piece to the last; null where they came within 5 ms.</param>
    public sealed record Completed(
        string? Model, int Tokens, ChatFinishReason? FinishReason, UsageDetails? Usage,
        TimeSpan? TimeToFirstToken, TimeSpan Duration, double? TokensPerSecond) : GenerationEvent;

    /// <summary>The answer broke off. What came before it is all there is.</summary>
    /// <param name="Error">What the client threw.</param>
    /// <param name="Tokens">The tokens that had come.</param>
    /// <param name="Duration">From the question to the failure.</param>
    /// <param name="Model">The model that failed; null where the client had not said it yet.</param>
    public sealed record Failed(Exception Error, int Tokens, TimeSpan Duration, string? Model) : GenerationEvent;
}
