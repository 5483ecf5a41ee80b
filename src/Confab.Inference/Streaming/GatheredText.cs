using Microsoft.Extensions.AI;

namespace Confab.Inference.Streaming;

/// <summary>The text that arrived within one interval of a stream.</summary>
/// <param name="Text">The text; empty only on the last batch.</param>
/// <param name="Tokens">The tokens behind the text.</param>
/// <param name="FinishReason">Why the stream ended; null on every batch but the last.</param>
/// <param name="Usage">What the whole request used, on the last batch where the engine reports it.</param>
public sealed record GatheredText(string Text, int Tokens, ChatFinishReason? FinishReason = null, UsageDetails? Usage = null);
