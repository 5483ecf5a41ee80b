using Microsoft.Extensions.AI;

namespace Confab.Inference.Streaming;

/// <summary>A stream whose next piece can be waited for with a limit and read later, so that no read is ever lost.</summary>
sealed class PendingReads(IAsyncEnumerable<ChatResponseUpdate> updates, CancellationToken stop) : IAsyncDisposable
{
    readonly CancellationTokenSource _abandoned = CancellationTokenSource.CreateLinkedTokenSource(stop);
    IAsyncEnumerator<ChatResponseUpdate>? _source;
    Task<bool>? _pending;

    public ChatResponseUpdate Current => _source!.Current;

    public bool IsOver { get; private set; }

    public async ValueTask<bool> NextAsync()
    {
        if (IsOver) return false;
        var read = Pending();
        await ((Task)read).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        IsOver = !read.IsCompletedSuccessfully || !read.Result;
        if (!IsOver) _pending = null;
        return !IsOver;
    }

    /// <summary>What ended the stream, where it was not its own end.</summary>
    public Exception? Failure
    {
        get
        {
            try
            {
                // A cancelled task gives its own exception only when it throws it.
                ThrowIfFailed();
                return null;
            }
            catch (Exception e)
            {
                return e;
            }
        }
    }

    /// <summary>Throws what ended the stream, where it was not its own end.</summary>
    public void ThrowIfFailed() => _pending?.GetAwaiter().GetResult();

    /// <summary>Whether the next piece, or the end, is there before the other task ends.</summary>
    public async ValueTask<bool> ArrivesBeforeAsync(Task other)
    {
        if (other.IsCompleted) return false;
        var read = Pending();
        return read.IsCompleted || await Task.WhenAny(read, other).ConfigureAwait(false) == read;
    }

    public async ValueTask DisposeAsync()
    {
        if (_source is not null)
        {
            // An enumerator must not be disposed while a read is running: end the read first.
            if (_pending is { IsCompleted: false }) await _abandoned.CancelAsync().ConfigureAwait(false);
            if (_pending is not null) await ((Task)_pending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await _source.DisposeAsync().ConfigureAwait(false);
        }
        _abandoned.Dispose();
    }

    Task<bool> Pending()
    {
        _source ??= updates.GetAsyncEnumerator(_abandoned.Token);
        return _pending ??= _source.MoveNextAsync().AsTask();
    }
}
