using System.Net;
using System.Text;

namespace Confab.Bench.Load;

/// <summary>What a socket tells the one it belongs to.</summary>
interface ISocketOwner
{
    string Path { get; }

    void Opened();

    void Received(ReadOnlySpan<byte> message);

    void Broke(string why);
}

/// <summary>One WebSocket client of a server under test, from its connect to its end, without blocking.</summary>
sealed unsafe class LoadSocket(int number, EpollSet ready, ReceiveBuffer buffer, ISocketOwner owner)
{
    const int LargestSend = 64 * 1024;

    readonly byte[] _frame = new byte[512];
    byte[] _unsent = [];
    byte[] _unread = [];
    byte[] _fragments = [];
    int _unsentLength, _unreadLength, _fragmentsLength;
    int _socket = -1;
    State _state = State.Closed;

    enum State { Closed, Connecting, Upgrading, Open }

    public void Connect(IPEndPoint server)
    {
        _unsentLength = _unreadLength = _fragmentsLength = 0;
        _socket = Libc.socket(Libc.Inet, Libc.Stream | Libc.NonBlocking | Libc.CloseOnExec, 0);
        if (_socket < 0) throw new IOException($"socket: error {Libc.Error}; are more files allowed (ulimit -n)?");
        Set(Libc.Tcp, Libc.NoDelay, 1);
        var address = new Libc.InternetAddress
        {
            Family = Libc.Inet,
            Port = (ushort)IPAddress.HostToNetworkOrder((short)server.Port),
            Address = BitConverter.ToUInt32(server.Address.GetAddressBytes()),
        };
        _state = State.Connecting;
        if (Libc.connect(_socket, &address, sizeof(Libc.InternetAddress)) != 0 && Libc.Error != Libc.InProgress) Break($"connect: error {Libc.Error}");
        else ready.Add(_socket, number, Interest.Read | Interest.Write);
    }

    public void Send(ReadOnlySpan<byte> text) => Send(ClientFrames.Text, text);

    /// <summary>Ends it as a lost network does: without a word.</summary>
    public void Cut()
    {
        Set(Libc.SocketLevel, Libc.Linger, 1L);
        Close();
    }

    public void Close()
    {
        if (_socket >= 0) _ = Libc.close(_socket);
        _socket = -1;
        _state = State.Closed;
    }

    public void Handle(Interest what)
    {
        if (_socket >= 0 && what.HasFlag(Interest.Write)) OnWritable();
        if (_socket >= 0 && (what & (Interest.Read | Interest.Error | Interest.HangUp)) != 0) OnReadable();
    }

    void OnWritable()
    {
        if (_state == State.Connecting)
        {
            _state = State.Upgrading;
            SendRaw(Encoding.ASCII.GetBytes(
                $"GET {owner.Path} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"));
        }
        else
        {
            var waiting = _unsent.AsSpan(0, _unsentLength).ToArray();
            _unsentLength = 0;
            SendRaw(waiting);
        }
        if (_unsentLength == 0 && _socket >= 0) ready.Change(_socket, number, Interest.Read);
    }

    void OnReadable()
    {
        var all = buffer.Span;
        _unread.AsSpan(0, _unreadLength).CopyTo(all);
        var read = Libc.recv(_socket, buffer.Start + _unreadLength, (nuint)(all.Length - _unreadLength), 0);
        if (read < 0 && Libc.Error is Libc.Again or Libc.Interrupted) return;
        if (read <= 0)
        {
            Break(read == 0 ? "closed by the server" : $"recv: error {Libc.Error}");
            return;
        }
        buffer.Arrivals++;
        var arrived = all[..(_unreadLength + (int)read)];
        _unreadLength = 0;
        Keep(Understand(arrived));
    }

    ReadOnlySpan<byte> Understand(ReadOnlySpan<byte> bytes)
    {
        if (_state == State.Upgrading)
        {
            var end = bytes.IndexOf("\r\n\r\n"u8);
            if (end < 0) return bytes;
            if (!bytes.StartsWith("HTTP/1.1 101"u8))
            {
                Break("not upgraded: " + Encoding.ASCII.GetString(bytes[..Math.Min(200, end)]));
                return [];
            }
            bytes = bytes[(end + 4)..];
            _state = State.Open;
            owner.Opened();
        }
        while (_state == State.Open && ClientFrames.TryRead(bytes, out var frame))
        {
            OnFrame(frame);
            bytes = bytes[frame.Size..];
        }
        return _state == State.Open ? bytes : [];
    }

    void OnFrame(Frame frame)
    {
        switch (frame.Opcode)
        {
            case ClientFrames.Text or ClientFrames.Binary when frame.IsFinal:
                owner.Received(frame.Payload);
                break;
            case ClientFrames.Text or ClientFrames.Binary or ClientFrames.Continuation:
                Append(ref _fragments, ref _fragmentsLength, frame.Payload);
                if (!frame.IsFinal) break;
                var whole = _fragments.AsSpan(0, _fragmentsLength);
                _fragmentsLength = 0;
                owner.Received(whole);
                break;
            case ClientFrames.Ping:
                Send(ClientFrames.Pong, frame.Payload);
                break;
            case ClientFrames.Close:
                Break("close frame " + (frame.Payload.Length >= 2 ? (frame.Payload[0] << 8 | frame.Payload[1]) + " " + Encoding.UTF8.GetString(frame.Payload[2..]) : ""));
                break;
        }
    }

    void Send(byte opcode, ReadOnlySpan<byte> payload)
    {
        if (payload.Length + ClientFrames.MaxHeader > _frame.Length) throw new ArgumentException("the load generator sends short frames only", nameof(payload));
        SendRaw(_frame.AsSpan(0, ClientFrames.Write(_frame, opcode, payload)));
    }

    void SendRaw(ReadOnlySpan<byte> bytes)
    {
        if (_socket < 0) return;
        nint sent = 0;
        if (_unsentLength == 0)
            fixed (byte* from = bytes)
                sent = Libc.send(_socket, from, (nuint)bytes.Length, Libc.NoSignal);
        if (sent == bytes.Length) return;
        if (sent < 0 && Libc.Error != Libc.Again) Break($"send: error {Libc.Error}");
        else if (_unsentLength > LargestSend) Break("the server does not read");
        else
        {
            Append(ref _unsent, ref _unsentLength, bytes[(int)Math.Max(0, sent)..]);
            ready.Change(_socket, number, Interest.Read | Interest.Write);
        }
    }

    void Keep(ReadOnlySpan<byte> rest)
    {
        if (_socket >= 0 && rest.Length > 0) Append(ref _unread, ref _unreadLength, rest);
    }

    void Break(string why)
    {
        Close();
        owner.Broke(why);
    }

    void Set<T>(int level, int name, T value) where T : unmanaged => _ = Libc.setsockopt(_socket, level, name, &value, sizeof(T));

    static void Append(ref byte[] to, ref int length, ReadOnlySpan<byte> bytes)
    {
        if (length + bytes.Length > to.Length) Array.Resize(ref to, Math.Max(2048, (length + bytes.Length) * 2));
        bytes.CopyTo(to.AsSpan(length));
        length += bytes.Length;
    }
}
