using Confab.Client.Sockets;
using Confab.Protocol;

namespace Confab.Client.Connection;

/// <summary>From nothing to a socket that knows who is speaking.</summary>
sealed class Handshake(ConfabClientOptions options)
{
    const string Ref = "hello";

    public async Task<(SocketSession Session, Connected Identity)> PerformAsync(HelloRequest hello, CancellationToken stop)
    {
        using var patience = new CancellationTokenSource(options.ConnectTimeout, options.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stop);
        try
        {
            return await OpenAsync(hello, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            throw new TimeoutException($"The server did not answer within {options.ConnectTimeout.TotalSeconds:0} s");
        }
    }

    async Task<(SocketSession, Connected)> OpenAsync(HelloRequest hello, CancellationToken stop)
    {
        var session = new SocketSession(await options.OpenSocket(options.Server, stop).ConfigureAwait(false));
        try
        {
            return (session, await SayHelloAsync(session, hello, stop).ConfigureAwait(false));
        }
        catch
        {
            session.Abort();
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    async Task<Connected> SayHelloAsync(SocketSession session, HelloRequest hello, CancellationToken stop)
    {
        await session.SendAsync(hello with { Device = options.Device, Ref = Ref }, stop).ConfigureAwait(false);
        while (await session.ReceiveAsync(stop).ConfigureAwait(false) is { } frame)
        {
            if (frame.Ref != Ref) continue;
            return frame switch
            {
                Connected connected => connected,
                ErrorFrame error => throw new RequestRefusedException(error),
                _ => throw new UnreadableFrameException($"hello was answered with {frame.GetType().Name}."),
            };
        }
        throw new HelloUnansweredException(CloseWords.Of(session.CloseCode, session.CloseReason), session.CloseCode);
    }
}
