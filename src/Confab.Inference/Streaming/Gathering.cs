using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.Extensions.AI;

namespace Confab.Inference.Streaming;

/// <summary>Merges the small pieces of a stream, so that a fast model does not cost one frame per token.</summary>
public static class Gathering
{
    static readonly TimeSpan DefaultInterval = TimeSpan.FromMilliseconds(25);

    /// <summary>
    /// Gives a piece on at once when the last batch is at least an interval ago; otherwise merges what arrives until
    /// the interval is over. The end of the stream is never delayed, and text that
    /// arrived before a failure is given on before the failure is thrown.
    /// </summary>
    /// <param name="updates">The stream; it is disposed when the caller stops reading, also half way.</param>
    /// <param name="interval">The shortest time between two batches; 25 ms where null.</param>
    /// <param name="time">The clock; the system's where null.</param>
    /// <param name="cancellationToken">Ends the reading; also handed to the stream.</param>
    public static IAsyncEnumerable<GatheredText> GatherAsync(
        this IAsyncEnumerable<ChatResponseUpdate> updates,
        TimeSpan? interval = null,
        TimeProvider? time = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(updates);
        return CollectAsync(updates, new Pace(interval ?? DefaultInterval, time ?? TimeProvider.System), int.MaxValue, cancellationToken);
    }

    /// <summary>Gives a batch on when the pace allows it, or once it holds so many tokens.</summary>
    internal static async IAsyncEnumerable<GatheredText> CollectAsync(
        IAsyncEnumerable<ChatResponseUpdate> updates, Pace pace, int tokens, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var source = new PendingReads(updates, cancellationToken);
        var batch = new Batch();
        while (await source.NextAsync().ConfigureAwait(false))
        {
            batch.Add(source.Current);
            if (batch.HasEnded) break;
            if (!batch.HasText) continue;

            using (var pause = pace.RestOfInterval(cancellationToken))
            {
                while (!batch.HasEnded && batch.Tokens < tokens && await source.ArrivesBeforeAsync(pause.Ended).ConfigureAwait(false))
                {
                    if (!await source.NextAsync().ConfigureAwait(false)) break;
                    batch.Add(source.Current);
                }
            }
            if (batch.HasEnded || source.IsOver) break;
            pace.MarkBatch();
            yield return batch.Take();
            cancellationToken.ThrowIfCancellationRequested();
        }
        while (await source.NextAsync().ConfigureAwait(false)) batch.Add(source.Current);
        if (!batch.IsEmpty) yield return batch.Take();
        source.ThrowIfFailed();
    }

    sealed class Batch
    {
        readonly StringBuilder _text = new();
        ChatFinishReason? _finish;
        UsageDetails? _usage;

        public int Tokens { get; private set; }

        public bool HasText => _text.Length > 0;

        public bool HasEnded => _finish is not null;

        public bool IsEmpty => !HasText && _finish is null && _usage is null;

        public void Add(ChatResponseUpdate update)
        {
            foreach (var content in update.Contents) Add(content);
            _finish = update.FinishReason ?? _finish;
        }

        public GatheredText Take()
        {
            var taken = new GatheredText(_text.ToString(), Tokens, _finish, _usage);
            _text.Clear();
            Tokens = 0;
            return taken;
        }

        void Add(AIContent content)
        {
            if (content is UsageContent usage) _usage = usage.Details;
            if (content is not TextContent text) return;
            _text.Append(text.Text);
            Tokens += text.CountTokens();
        }
    }
}
