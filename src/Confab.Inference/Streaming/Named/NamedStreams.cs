using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Confab.Inference.Prompts;
using Confab.Inference.Runs;
using Microsoft.Extensions.AI;

namespace Confab.Inference.Streaming.Named;

/// <summary>
/// Answers with names: started here, read, watched and cancelled from anywhere by their id. So many run at once, others
/// wait in their order, and ended ones are remembered for a while. Safe to use from any thread.
/// </summary>
/// <remarks>It does not own the client. Disposing it cancels every stream and waits for their ends.</remarks>
public sealed class NamedStreams : IAsyncDisposable
{
    const int WatcherBacklog = 1024;

    readonly Lock _gate = new();
    readonly IChatClient _client;
    readonly TimeProvider _time;
    readonly BoundedRuns<NamedStream> _runs;
    readonly List<Channel<StreamStateChange>> _watchers = [];
    bool _isDisposed;

    /// <summary>Makes a place for streams of this client.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A limit is not possible; the exception names it.</exception>
    public NamedStreams(IChatClient client, RunLimits? limits = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        var bounds = limits ?? new();
        bounds.Validate();
        (_client, _time) = (client, time ?? TimeProvider.System);
        _runs = new(bounds, _time);
    }

    /// <summary>Starts a stream, at once or when there is a place for it. The id of an ended one may be used again.</summary>
    /// <exception cref="RunIdTakenException">A stream with this id has not ended.</exception>
    /// <exception cref="TooManyRunsException">Too many run and wait already.</exception>
    public NamedStream Start(string id, ChatPrompt prompt)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        ArgumentNullException.ThrowIfNull(prompt);
        return _runs.Start(
            id,
            () => new NamedStream(id, prompt, _time, Tell),
            (stream, stop) => stream.RunAsync(_client, stop),
            (stream, state, error) => stream.End(state, error));
    }

    /// <summary>The stream with this id, running or still remembered; null where there is none.</summary>
    public NamedStream? Find(string id) => _runs.Find(id);

    /// <summary>All that run, wait or are still remembered, in the order they were started.</summary>
    public IReadOnlyList<NamedStream> List() => _runs.List();

    /// <summary>Ends a stream; its model stops. False where there is none, or it has ended.</summary>
    public bool Cancel(string id) => _runs.Cancel(id);

    /// <summary>Ends all streams, and says how many it were.</summary>
    public int CancelAll() => _runs.CancelAll();

    /// <summary>
    /// Tells every change of a state from the call on, in its order, until the token is cancelled or the streams are
    /// disposed.
    /// </summary>
    /// <exception cref="InvalidOperationException">The reader fell more than 1,024 changes behind.</exception>
    public IAsyncEnumerable<StreamStateChange> WatchAsync(CancellationToken cancellationToken = default)
    {
        var changes = Channel.CreateBounded<StreamStateChange>(WatcherBacklog);
        lock (_gate)
        {
            if (_isDisposed) changes.Writer.Complete();
            else _watchers.Add(changes);
        }
        return ReadAsync(changes, cancellationToken);
    }

    /// <summary>Cancels every stream, waits for their ends, and ends every watching.</summary>
    public async ValueTask DisposeAsync()
    {
        await _runs.DisposeAsync().ConfigureAwait(false);
        lock (_gate)
        {
            _isDisposed = true;
            foreach (var watcher in _watchers) watcher.Writer.TryComplete();
            _watchers.Clear();
        }
    }

    void Tell(StreamStateChange change)
    {
        lock (_gate) _watchers.RemoveAll(watcher => !watcher.Writer.TryWrite(change) && Drop(watcher));
    }

    // Nobody waits for a slow watcher, and none is told a story with a gap.
    static bool Drop(Channel<StreamStateChange> watcher) => watcher.Writer.TryComplete(
        new InvalidOperationException($"The watcher fell more than {WatcherBacklog} changes behind; watch again and list the streams."));

    async IAsyncEnumerable<StreamStateChange> ReadAsync(Channel<StreamStateChange> changes, [EnumeratorCancellation] CancellationToken stop)
    {
        try
        {
            await foreach (var change in changes.Reader.ReadAllAsync(stop).ConfigureAwait(false)) yield return change;
        }
        finally
        {
            lock (_gate) _watchers.Remove(changes);
        }
    }
}
