using System.Buffers;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Confab.Protocol;
using Confab.Protocol.Json;

namespace Confab.Client.Sockets;

/// <summary>
/// One socket and nothing more: no reconnecting, no heartbeat, no matching of answers. For <see cref="ConfabClient"/>,
/// for tests that must say exactly what goes over the wire, and for load generators.
/// Any number of callers may send; one may read.
/// </summary>
public sealed class SocketSession(WebSocket socket) : IAsyncDisposable
{
    /// <summary>A room's first page of the longest messages fits in.</summary>
    const int MaxFrameBytes = 32 * 1024 * 1024;

    static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    static readonly JsonTypeInfo<Request> RequestType = (JsonTypeInfo<Request>)WireJson.Options.GetTypeInfo(typeof(Request));

    readonly SemaphoreSlim _sending = new(1);
    readonly ArrayBufferWriter<byte> _frame = new(4096);

    /// <summary>Why the socket was closed: a <see cref="Confab.Protocol.CloseCode"/> or one of the WebSocket standard's. Null while open, and when it broke without a word.</summary>
    public int? CloseCode => (int?)socket.CloseStatus;

    /// <summary>The words that came with <see cref="CloseCode"/>.</summary>
    public string? CloseReason => socket.CloseStatusDescription;

    /// <summary>Opens a socket to a server such as <c>http://localhost:8765</c>.</summary>
    public static async Task<SocketSession> ConnectAsync(Uri server, CancellationToken stop = default) =>
        new(await ServerAddress.OpenSocketAsync(server, stop).ConfigureAwait(false));

    /// <summary>Sends a request. Cancelling while it is on its way breaks the socket.</summary>
    public Task SendAsync(Request request, CancellationToken stop = default) =>
        SendAsync(JsonSerializer.SerializeToUtf8Bytes(request, RequestType), stop);

    /// <summary>Sends any text as one frame, well formed or not.</summary>
    public Task SendTextAsync(string text, CancellationToken stop = default) => SendAsync(Encoding.UTF8.GetBytes(text), stop);

    /// <summary>The next frame of a type that this version knows; null once the socket is closed.</summary>
    /// <exception cref="UnreadableFrameException">A known frame has not the known form.</exception>
    public async Task<ServerFrame?> ReceiveAsync(CancellationToken stop = default)
    {
        while (await ReceiveBytesAsync(stop).ConfigureAwait(false))
        {
            if (FrameReader.Read(_frame.WrittenSpan) is { } frame) return frame;
        }
        return null;
    }

    /// <summary>The next frame as text; null once the socket is closed.</summary>
    public async Task<string?> ReceiveTextAsync(CancellationToken stop = default) =>
        await ReceiveBytesAsync(stop).ConfigureAwait(false) ? Encoding.UTF8.GetString(_frame.WrittenSpan) : null;

    /// <summary>Every frame until the socket is closed.</summary>
    public async IAsyncEnumerable<ServerFrame> ReadAllAsync([EnumeratorCancellation] CancellationToken stop = default)
    {
        while (await ReceiveAsync(stop).ConfigureAwait(false) is { } frame) yield return frame;
    }

    /// <summary>Says goodbye. A silent other side is not waited for longer than two seconds.</summary>
    public async Task CloseAsync(CancellationToken stop = default)
    {
        if (socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived)) return;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stop);
        deadline.CancelAfter(CloseTimeout);
        try
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, deadline.Token).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is WebSocketException or OperationCanceledException or IOException)
        {
            socket.Abort();
        }
    }

    /// <summary>Drops the socket at once; a pending read ends.</summary>
    public void Abort() => socket.Abort();

    public async ValueTask DisposeAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        socket.Dispose();
        _sending.Dispose();
    }

    async Task SendAsync(byte[] frame, CancellationToken stop)
    {
        await _sending.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            await socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, stop).ConfigureAwait(false);
        }
        finally
        {
            _sending.Release();
        }
    }

    async Task<bool> ReceiveBytesAsync(CancellationToken stop)
    {
        _frame.ResetWrittenCount();
        while (true)
        {
            var part = await socket.ReceiveAsync(_frame.GetMemory(4096), stop).ConfigureAwait(false);
            if (part.MessageType == WebSocketMessageType.Close) return false;
            _frame.Advance(part.Count);
            if (_frame.WrittenCount > MaxFrameBytes) throw new UnreadableFrameException($"a frame is larger than {MaxFrameBytes} bytes");
            if (part.EndOfMessage) return true;
        }
    }
}
