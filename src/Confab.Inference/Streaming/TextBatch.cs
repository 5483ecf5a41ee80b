using Microsoft.Extensions.AI;

namespace Confab.Inference.Streaming;

/// <summary>Several pieces of an answer at once.</summary>
/// <param name="Index">0 for the first batch of an answer, then 1, 2, 3 …</param>
/// <param name="Text">The text; empty only on the last batch.</param>
/// <param name="Tokens">The tokens behind the text.</param>
/// <param name="IsFinal">Whether it is the last; a complete answer has exactly one such batch.</param>
/// <param name="FinishReason">Why the answer ended, on the last batch where the client says it.</param>
/// <param name="Usage">What the request used, on the last batch where the client says it.</param>
public sealed record TextBatch(
    int Index, string Text, int Tokens, bool IsFinal, ChatFinishReason? FinishReason = null, UsageDetails? Usage = null);
