namespace Confab.Client.Connection;

/// <summary>Lets requests through to the link that is up, and keeps them waiting while none is.</summary>
sealed class LinkGate
{
    readonly Lock _gate = new();
    TaskCompletionSource<Link> _open = NewSource();

    public Task<Link> WaitAsync(CancellationToken stop)
    {
        lock (_gate) return _open.Task.WaitAsync(stop);
    }

    public void Open(Link link)
    {
        lock (_gate) _open.TrySetResult(link);
    }

    public void Close(Link link)
    {
        lock (_gate)
            if (_open.Task.IsCompletedSuccessfully && _open.Task.Result == link) _open = NewSource();
    }

    /// <summary>For good.</summary>
    public void Fail(Exception why)
    {
        lock (_gate)
        {
            if (_open.Task.IsCompleted) _open = NewSource();
            _open.TrySetException(why);
            _ = _open.Task.Exception;
        }
    }

    static TaskCompletionSource<Link> NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
