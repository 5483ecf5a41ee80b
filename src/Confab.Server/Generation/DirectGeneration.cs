using System.Threading.Channels;
using Confab.Protocol;
using Confab.Server.Replies;

namespace Confab.Server.Generation;

/// <summary>
/// One generation for one request, read by one reader. What waits for a slow reader is bounded by the length of the answer.
/// Disposing it ends it.
/// </summary>
sealed class DirectGeneration : IAsyncDisposable
{
    readonly Channel<ServerFrame> _told = Channel.CreateUnbounded<ServerFrame>(new() { SingleReader = true });
    readonly TimeProvider _clock;
    readonly ReplyStream _stream;

    public DirectGeneration(TimeProvider clock, Func<ReplyStream, Task<StreamOutcome>> run)
    {
        _clock = clock;
        _stream = new ReplyStream(StreamId.New(), Tell);
        Outcome = run(_stream);
    }

    public StreamId Id => _stream.Id;

    /// <summary>How it ended; never fails.</summary>
    public Task<StreamOutcome> Outcome { get; }

    public string Text => _stream.Text;

    /// <summary>Its events in order, the end last; null whenever nothing came for <paramref name="patience"/>.</summary>
    public async IAsyncEnumerable<ServerFrame?> ReadAsync(TimeSpan patience)
    {
        while (true)
        {
            while (_told.Reader.TryRead(out var happened)) yield return happened;
            var more = _told.Reader.WaitToReadAsync().AsTask();
            while (!more.IsCompleted)
            {
                await ((Task)more.WaitAsync(patience, _clock)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (!more.IsCompleted) yield return null;
            }
            if (!await more) yield break;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _stream.Stop(StreamEndReason.Cancelled);
        await Outcome;
    }

    void Tell(ServerFrame happened)
    {
        _told.Writer.TryWrite(happened);
        if (happened is StreamEnd) _told.Writer.TryComplete();
    }
}
