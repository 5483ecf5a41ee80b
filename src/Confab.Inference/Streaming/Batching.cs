using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Confab.Inference.Streaming;

/// <summary>Cuts an answer into batches of a size, for readers to whom every piece costs the same however long it is.</summary>
public static class Batching
{
    /// <summary>
    /// Gives a batch on once it holds so many tokens, or once its first piece has waited so long. The end of the answer
    /// is never delayed: it comes with the last text where the client gives a finish reason, else as an empty batch.
    /// Text that arrived before a failure is given on before the failure is thrown, and no batch is final then.
    /// </summary>
    /// <param name="updates">The answer; it is disposed when the caller stops reading, also half way.</param>
    /// <param name="tokens">The size, 1 or more. A batch holds more only where its last piece was made of several tokens.</param>
    /// <param name="longestWait">How long a piece waits at most for others to fill its batch, above zero; for ever where null.</param>
    /// <param name="time">The clock; the system's where null.</param>
    /// <param name="cancellationToken">Ends the reading; also handed to the answer.</param>
    public static IAsyncEnumerable<TextBatch> InBatchesOf(
        this IAsyncEnumerable<ChatResponseUpdate> updates, int tokens,
        TimeSpan? longestWait = null, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(updates);
        ArgumentOutOfRangeException.ThrowIfLessThan(tokens, 1);
        if (longestWait is { } wait) ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(wait, TimeSpan.Zero, nameof(longestWait));
        var pace = new Pace(longestWait ?? Timeout.InfiniteTimeSpan, time ?? TimeProvider.System, isFromFirstPiece: true);
        return NumberAsync(Gathering.CollectAsync(updates, pace, tokens, cancellationToken), cancellationToken);
    }

    static async IAsyncEnumerable<TextBatch> NumberAsync(IAsyncEnumerable<GatheredText> gathered, [EnumeratorCancellation] CancellationToken stop)
    {
        var index = 0;
        var isOver = false;
        UsageDetails? usage = null;
        await foreach (var batch in gathered.WithCancellation(stop).ConfigureAwait(false))
        {
            // The usage alone says nothing: it may come before the last text.
            isOver = batch.FinishReason is not null || batch.Text.Length == 0;
            usage = batch.Usage ?? usage;
            yield return new(index++, batch.Text, batch.Tokens, isOver, batch.FinishReason, isOver ? usage : null);
        }
        if (!isOver) yield return new(index, "", 0, IsFinal: true, Usage: usage);
    }
}
