using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.WebSockets;
using Confab.Protocol;
using Confab.Server.Fanout;
using Confab.Server.Storage;

namespace Confab.Server.Sockets;

/// <summary>One socket: who is behind it, what it listens to, and the one loop that reads it.</summary>
public sealed class Connection(SocketOptions options, TimeProvider clock)
{
    const int SmallBuffer = 4096;

    readonly ConcurrentDictionary<RoomId, JoinedRoom> _rooms = new();
    readonly CancellationTokenSource _closed = new();
    readonly SemaphoreSlim _inFlight = new(options.InFlight);
    TokenBucket? _limit = options.RateLimit is { } limit ? new TokenBucket(limit, clock) : null;
    Action _cut = static () => { };
    int _closing;

    /// <summary>Where it comes from.</summary>
    public IPAddress Address { get; init; } = IPAddress.None;

    public SendQueue Queue { get; } = new(options.SendLimitBytes);

    public Author? User { get; private set; }

    public IEnumerable<JoinedRoom> Rooms => _rooms.Values;

    /// <summary>Ends whatever was done for this socket alone.</summary>
    public CancellationToken Closed => _closed.Token;

    public long OpenedAt { get; } = clock.GetTimestamp();

    public long HeardAt { get; private set; } = clock.GetTimestamp();

    public void Heard() => HeardAt = clock.GetTimestamp();

    public void SignIn(Author user, TokenBucket? limit) => (User, _limit) = (user, limit);

    public Author RequireUser() =>
        User ?? throw new RequestRefused(ErrorCode.NotSignedIn, "say hello first: {\"type\":\"hello\",\"username\":\"…\"}");

    public JoinedRoom RequireJoined(RoomId room)
    {
        RequireUser();
        return _rooms.TryGetValue(room, out var joined)
            ? joined
            : throw new RequestRefused(ErrorCode.NotAMember, $"join the room \"{room}\" first", "roomId");
    }

    public JoinedRoom? Find(RoomId room) => _rooms.GetValueOrDefault(room);

    /// <summary>Hears the room from here on; what happens waits until the subscription is welcomed or released.</summary>
    public Subscription Listen(RoomStanding there, IFanout fanout)
    {
        if (Find(there.Room.Id) is { } joined)
        {
            joined.Subscription.Hold();
            return joined.Subscription;
        }
        var subscription = new Subscription(there.Room.Id, Queue);
        _rooms[there.Room.Id] = new JoinedRoom(there, subscription);
        fanout.Subscribe(subscription);
        // They may have been taken out between the two, when there was nothing to take away yet.
        if (subscription.IsOver) fanout.Unsubscribe(subscription);
        return subscription;
    }

    /// <summary>Hears nothing more of the room, also where a join of it is being answered. False when it did not listen.</summary>
    public bool StopListening(RoomId room, IFanout fanout)
    {
        if (!_rooms.TryRemove(room, out var joined)) return false;
        fanout.Unsubscribe(joined.Subscription);
        joined.Subscription.End();
        return true;
    }

    /// <exception cref="RequestRefused">This person asks too much.</exception>
    public void Spend()
    {
        if (_limit?.Take() is { } wait)
            throw new RequestRefused(ErrorCode.RateLimited, "too many requests; slow down", retryAfter: wait < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : wait);
    }

    /// <summary>Waits for a place among the requests of this socket that are not answered yet.</summary>
    public Task EnterAsync() => _inFlight.WaitAsync(Closed);

    public void Exit() => _inFlight.Release();

    /// <summary>To this socket alone; where it listens to the room, in step with the room's events, so that no join overtakes it.</summary>
    public void Tell(RoomId room, EncodedEvent happened)
    {
        if (Find(room) is { } joined) joined.Subscription.Deliver([happened], happened.Frame);
        else Queue.Enqueue(happened.Frame);
    }

    public void Send(ServerFrame frame) => Queue.Enqueue(EncodedEvent.Encode(frame));

    /// <summary>Says why, gives the other side a moment to say goodbye, then cuts. The first reason counts.</summary>
    public void Close(CloseCode code, string why)
    {
        if (Interlocked.Exchange(ref _closing, 1) == 1) return;
        Queue.Finish(WebSocketFrame.Close(code, why));
        _ = CutLaterAsync();
    }

    /// <summary>Reads until the socket ends, and gives every whole frame to <paramref name="onFrame"/>.</summary>
    public Task RunAsync(WebSocket socket, Action cut, Func<ReadOnlyMemory<byte>, Task> onFrame) => RunAsync(() => ReadAsync(socket, onFrame), cut);

    /// <summary>Is there until <paramref name="read"/> has read to the end.</summary>
    public async Task RunAsync(Func<Task> read, Action cut)
    {
        _cut = cut;
        Queue.TooSlow += () => Close(CloseCode.TooSlow, "too slow: more waits for you than is kept; reconnect and resume");
        try
        {
            await read();
        }
        catch (Exception e) when (e is WebSocketException or IOException or OperationCanceledException)
        {
            // The other side is gone, or was cut: the ordinary end of a socket.
        }
        finally
        {
            Queue.Close();
            await _closed.CancelAsync();
        }
    }

    async Task ReadAsync(WebSocket socket, Func<ReadOnlyMemory<byte>, Task> onFrame)
    {
        while (true)
        {
            // An empty read waits without holding a buffer: an idle socket costs none.
            var first = await socket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None);
            if (first.MessageType == WebSocketMessageType.Close) break;
            var buffer = ArrayPool<byte>.Shared.Rent(SmallBuffer);
            try
            {
                var length = 0;
                var part = first;
                while (!part.EndOfMessage)
                {
                    if (length == buffer.Length) buffer = Grown(buffer);
                    part = await socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                    if (part.MessageType == WebSocketMessageType.Close) break;
                    length += part.Count;
                    if (length > options.MaxFrameBytes) break;
                }
                if (part.MessageType == WebSocketMessageType.Close) break;
                if (length > options.MaxFrameBytes) Close(CloseCode.BadFrame, $"a frame may have {options.MaxFrameBytes} bytes");
                else if (part.MessageType == WebSocketMessageType.Binary) Close(CloseCode.BadFrame, "only text frames are understood");
                else if (_closing == 0) await onFrame(buffer.AsMemory(0, length));
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
        if (_closing == 0) await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
    }

    static byte[] Grown(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    async Task CutLaterAsync()
    {
        try
        {
            await Task.Delay(options.Goodbye, clock, Closed);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        _cut();
    }
}
