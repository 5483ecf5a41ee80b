using System.Collections.Concurrent;
using System.Globalization;
using Confab.Protocol;

namespace Confab.Client.Connection;

/// <summary>The requests on one socket that wait for their answers.</summary>
sealed class PendingAnswers
{
    readonly ConcurrentDictionary<string, Pending> _byRef = new();
    long _lastRef;
    volatile bool _isLost;

    public Pending Add(Request request)
    {
        var name = Interlocked.Increment(ref _lastRef).ToString(CultureInfo.InvariantCulture);
        var pending = new Pending(request with { Ref = name });
        _byRef[name] = pending;
        // Either Lose sees the entry or this sees the loss; never neither.
        if (_isLost) Forget(pending, lost: true);
        return pending;
    }

    public Pending? Take(ServerFrame frame) =>
        frame.Ref is { } name && _byRef.TryRemove(name, out var pending) ? pending : null;

    public void Forget(Pending pending, bool lost = false)
    {
        _byRef.TryRemove(pending.Request.Ref!, out _);
        if (lost) pending.Fail(new ConnectionLostException());
    }

    public void Lose()
    {
        _isLost = true;
        foreach (var pending in _byRef.Values) Forget(pending, lost: true);
    }
}

sealed class Pending(Request request)
{
    readonly TaskCompletionSource<ServerFrame> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Request Request => request;

    public Task<ServerFrame> Answer => _answer.Task;

    public void Complete(ServerFrame answer)
    {
        if (answer is ErrorFrame error) Fail(new RequestRefusedException(error));
        else _answer.TrySetResult(answer);
    }

    public void Fail(Exception why)
    {
        _answer.TrySetException(why);
        _ = _answer.Task.Exception;
    }
}
