using System.Net.WebSockets;
using Confab.Client.Sockets;
using Confab.Protocol;

namespace Confab.Client.Connection;

/// <summary>One signed-in socket with what belongs to it alone: its waiting answers and its heartbeat.</summary>
sealed class Link(SocketSession session, ConfabClientOptions options) : IAsyncDisposable
{
    readonly PendingAnswers _pending = new();
    long _lastHeard;
    volatile bool _isDead;

    public int? CloseCode => session.CloseCode;

    public string WhyItEnded => _isDead ? "the server fell silent" : CloseWords.Of(session.CloseCode, session.CloseReason);

    /// <exception cref="RequestRefusedException">The server said no.</exception>
    /// <exception cref="ConnectionLostException">The socket ended first.</exception>
    /// <exception cref="TimeoutException">The socket is alive, but no answer came.</exception>
    public async Task<TAnswer> AskAsync<TAnswer>(Request request, CancellationToken stop) where TAnswer : ServerFrame
    {
        var pending = _pending.Add(request);
        try
        {
            await SendAsync(pending.Request, stop).ConfigureAwait(false);
            var answer = await pending.Answer.WaitAsync(options.RequestTimeout, options.Clock, stop).ConfigureAwait(false);
            return answer as TAnswer ?? throw new UnreadableFrameException($"{request.GetType().Name} was answered with {answer.GetType().Name}.");
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"The server did not answer within {options.RequestTimeout.TotalSeconds:0} s; try again.");
        }
        finally
        {
            _pending.Forget(pending);
        }
    }

    public async Task SendAsync(Request request, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        try
        {
            // Cancelling a send in its middle breaks the socket for everybody, so only the heartbeat gives one up.
            await session.SendAsync(request, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception fault) when (IsBroken(fault))
        {
            throw new ConnectionLostException("The connection broke while sending; try again.", fault);
        }
    }

    /// <summary>Reads until the socket ends. A frame is taken in before whoever asked for it is told, so they find its effects in place.</summary>
    public async Task ReadAsync(Func<ServerFrame, Request?, ValueTask> take, CancellationToken stop)
    {
        try
        {
            while (await session.ReceiveAsync(stop).ConfigureAwait(false) is { } frame)
            {
                Volatile.Write(ref _lastHeard, options.Clock.GetTimestamp());
                var pending = _pending.Take(frame);
                await take(frame, pending?.Request).ConfigureAwait(false);
                pending?.Complete(frame);
            }
        }
        catch (Exception fault) when (IsBroken(fault) && !stop.IsCancellationRequested)
        {
            // A broken socket is an end like any other, one without a close code.
        }
        finally
        {
            _pending.Lose();
        }
    }

    /// <summary>Pings, and hangs up when silence follows.</summary>
    public async Task KeepAliveAsync(CancellationToken stop)
    {
        while (true)
        {
            await Task.Delay(options.PingEvery - options.PingPatience, options.Clock, stop).ConfigureAwait(false);
            var asked = options.Clock.GetTimestamp();
            var ping = PingAsync(stop);
            await Task.Delay(options.PingPatience, options.Clock, stop).ConfigureAwait(false);
            if (ping.IsCompleted && Volatile.Read(ref _lastHeard) >= asked) continue;

            _isDead = true;
            session.Abort();
            return;
        }
    }

    public void Abort() => session.Abort();

    /// <summary>Says goodbye; the read loop ends when the server has answered it.</summary>
    public Task CloseAsync(CancellationToken stop) => session.CloseAsync(stop);

    public ValueTask DisposeAsync() => session.DisposeAsync();

    async Task PingAsync(CancellationToken stop)
    {
        try
        {
            await SendAsync(new PingRequest(), stop).ConfigureAwait(false);
        }
        catch (ConnectionLostException)
        {
            // The read loop notices the same, and ends.
        }
    }

    static bool IsBroken(Exception fault) =>
        fault is WebSocketException or IOException or ObjectDisposedException or OperationCanceledException or InvalidOperationException;
}
