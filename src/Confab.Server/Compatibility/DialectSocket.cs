using System.Buffers;
using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Confab.Protocol;
using Confab.Protocol.Json;
using Confab.Server.Accounts;
using Confab.Server.Sockets;

namespace Confab.Server.Compatibility;

/// <summary>
/// Stands between a program's socket and a <see cref="Connection"/> like any other: what the dialect asks is dispatched as if it
/// had come over the wire, and what the connection would send is given to the dialect.
/// </summary>
sealed class DialectSocket(WebSocket program, Connection connection, RequestDispatcher dispatcher, SocketOptions options, TimeProvider clock) : IDisposable
{
    const int MostWaiting = 1024;

    static readonly TimeSpan SignOfLife = TimeSpan.FromSeconds(20);

    readonly Channel<byte[]> _asked = Channel.CreateBounded<byte[]>(MostWaiting);
    readonly Channel<byte[]> _written = Channel.CreateBounded<byte[]>(MostWaiting);
    readonly Pipe _fromServer = new();
    readonly CancellationTokenSource _over = new();
    readonly Lock _gate = new();
    readonly TaskCompletionSource _greeted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    (WebSocketCloseStatus Status, string? Why) _goodbye;

    public async Task RunAsync(Func<DialectWire, Dialect> speak, Token? token)
    {
        connection.Queue.Open(_fromServer.Writer);
        var dialect = speak(new DialectWire(Ask, Write, IsGuest: token is null));
        Ask(token is { } known ? new HelloRequest(Token: known.Text, Device: "program") : new HelloRequest(GuestName(), Device: "program"));

        var writing = WriteAsync();
        var reading = ReadAsync(dialect);
        Task[] loops = [DispatchAsync(), writing, HearAsync(dialect, writing), reading, KeepAliveAsync()];
        try
        {
            await await Task.WhenAny(loops);
            // Cut at once, the goodbye might not arrive.
            await Task.WhenAny(reading, Task.Delay(options.Goodbye, clock));
        }
        finally
        {
            await _over.CancelAsync();
            await Task.WhenAll(loops.Select(loop => loop.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default)));
            await _fromServer.Reader.CompleteAsync();
        }
    }

    /// <summary>Nobody can sign in by it: its token is thrown away.</summary>
    static string GuestName() => "guest-" + System.Security.Cryptography.RandomNumberGenerator.GetHexString(10, lowercase: true);

    void Ask(Request request)
    {
        if (!_asked.Writer.TryWrite(JsonSerializer.SerializeToUtf8Bytes(request, ProtocolJson.Default.Request)))
            connection.Close(CloseCode.TooSlow, "too many requests wait; wait for answers");
    }

    void Write(JsonObject frame)
    {
        if (!_written.Writer.TryWrite(Encoding.UTF8.GetBytes(frame.ToJsonString(WireJson.Options))))
            connection.Close(CloseCode.TooSlow, "too slow: more waits for you than is kept; reconnect");
    }

    async Task DispatchAsync()
    {
        await foreach (var frame in _asked.Reader.ReadAllAsync(_over.Token)) await dispatcher.DispatchAsync(connection, frame);
    }

    async Task WriteAsync()
    {
        await foreach (var frame in _written.Reader.ReadAllAsync(_over.Token)) await program.SendAsync(frame, WebSocketMessageType.Text, true, _over.Token);
        await program.CloseOutputAsync(_goodbye.Status, _goodbye.Why, _over.Token);
    }

    /// <summary>What the server says, to its goodbye, which is passed on.</summary>
    async Task HearAsync(Dialect dialect, Task writing)
    {
        // Nobody is to hear what this side of the line would answer to a goodbye.
        using var line = WebSocket.CreateFromStream(
            new SocketStream(_fromServer.Reader.AsStream(), new SendQueue(options.SendLimitBytes), static () => { }), new WebSocketCreationOptions { IsServer = false });
        while (await FrameAsync(line, int.MaxValue) is { } frame)
        {
            if (JsonSerializer.Deserialize(frame.WrittenSpan, ProtocolJson.Default.ServerFrame) is not { } heard) continue;
            lock (_gate) dialect.Tell(heard);
            _greeted.TrySetResult();
        }
        _goodbye = (line.CloseStatus ?? WebSocketCloseStatus.NormalClosure, line.CloseStatusDescription);
        _written.Writer.TryComplete();
        await writing;
    }

    async Task ReadAsync(Dialect dialect)
    {
        // Before the greeting a dialect knows neither who it speaks for nor which rooms there are.
        await _greeted.Task.WaitAsync(_over.Token);
        while (await FrameAsync(program, options.MaxFrameBytes) is { } frame)
        {
            connection.Heard();
            Receive(dialect, frame.WrittenMemory);
        }
        if (program.State == WebSocketState.CloseReceived) await program.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, _over.Token);
    }

    void Receive(Dialect dialect, ReadOnlyMemory<byte> frame)
    {
        lock (_gate)
        {
            try
            {
                using var json = JsonDocument.Parse(frame);
                if (json.RootElement.ValueKind != JsonValueKind.Object) dialect.Refuse("a frame is one JSON object");
                else if (json.RootElement.Text("type") is var type && !dialect.Receive(type ?? "", json.RootElement))
                    dialect.Refuse(type is null ? "the frame is not understood here; see docs/compatibility.md" : $"\"{type}\" is not understood here, or a field of it is missing; see docs/compatibility.md");
            }
            catch (JsonException)
            {
                dialect.Refuse("the frame is not valid JSON");
            }
        }
    }

    /// <summary>A whole text frame; null at the end.</summary>
    async Task<ArrayBufferWriter<byte>?> FrameAsync(WebSocket socket, int limit)
    {
        var frame = new ArrayBufferWriter<byte>(1024);
        while (true)
        {
            var part = await socket.ReceiveAsync(frame.GetMemory(1024), _over.Token);
            if (part.MessageType == WebSocketMessageType.Close) return null;
            frame.Advance(part.Count);
            if (frame.WrittenCount > limit || part.MessageType == WebSocketMessageType.Binary)
            {
                connection.Close(CloseCode.BadFrame, $"a frame is text of at most {limit} bytes");
                await Task.Delay(Timeout.InfiniteTimeSpan, clock, _over.Token);
            }
            if (part.EndOfMessage) return frame;
        }
    }

    /// <summary>These programs do not ping of themselves; the framework does, and hangs up on one that is gone.</summary>
    async Task KeepAliveAsync()
    {
        while (true)
        {
            await Task.Delay(SignOfLife, clock, _over.Token);
            connection.Heard();
        }
    }

    public void Dispose() => _over.Dispose();
}
