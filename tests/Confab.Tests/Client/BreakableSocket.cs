using System.Net.WebSockets;
using System.Text;

namespace Confab.Tests.Client;

/// <summary>A real socket that a test can break at the worst moment.</summary>
sealed class BreakableSocket(WebSocket socket) : WebSocket
{
    readonly TaskCompletionSource _aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Nothing that the other side says is heard any more.</summary>
    public bool IsDeaf { get; set; }

    /// <summary>What goes out in place of what was to be sent.</summary>
    public Func<string, string> Rewrite { get; set; } = text => text;

    /// <summary>What the other side is said to have given as its reason.</summary>
    public string? Reason { get; set; }

    public override WebSocketCloseStatus? CloseStatus => Reason is null ? socket.CloseStatus : (WebSocketCloseStatus)4100;

    public override string? CloseStatusDescription => Reason ?? socket.CloseStatusDescription;

    public override WebSocketState State => socket.State;

    public override string? SubProtocol => socket.SubProtocol;

    public override async Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken)
    {
        var received = await socket.ReceiveAsync(buffer, cancellationToken);
        if (!IsDeaf) return received;
        await _aborted.Task.WaitAsync(cancellationToken);
        throw new WebSocketException(WebSocketError.ConnectionClosedPrematurely);
    }

    public override Task SendAsync(ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(Rewrite(Encoding.UTF8.GetString(buffer))), messageType, endOfMessage, cancellationToken);

    public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        socket.CloseAsync(closeStatus, statusDescription, cancellationToken);

    public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        socket.CloseOutputAsync(closeStatus, statusDescription, cancellationToken);

    public override void Abort()
    {
        socket.Abort();
        _aborted.TrySetResult();
    }

    public override void Dispose() => socket.Dispose();
}
