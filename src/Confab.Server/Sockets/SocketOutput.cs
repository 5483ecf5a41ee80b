using System.Buffers;
using System.Net.Sockets;

namespace Confab.Server.Sockets;

/// <summary>Straight into the socket. What the system does not take at once waits here, and leaves together when it can.</summary>
sealed class SocketOutput : IFrameOutput
{
    readonly Socket _socket;
    readonly Lock _gate;
    ArrayBufferWriter<byte>? _waiting;
    int _underWay;
    bool _isSending, _gone;

    public SocketOutput(Socket socket, Lock gate)
    {
        (_socket, _gate) = (socket, gate);
        _socket.Blocking = false;
    }

    public long Waiting => _underWay + (_waiting?.WrittenCount ?? 0);

    public void Write(ReadOnlySpan<byte> frames)
    {
        if (_gone) return;
        if (!_isSending) frames = frames[SendNow(frames)..];
        if (frames.IsEmpty || _gone) return;
        (_waiting ??= new ArrayBufferWriter<byte>(frames.Length)).Write(frames);
        if (_isSending) return;
        _isSending = true;
        _ = SendRestAsync();
    }

    int SendNow(ReadOnlySpan<byte> frames)
    {
        try
        {
            var sent = _socket.Send(frames, SocketFlags.None, out var error);
            if (error is not (SocketError.Success or SocketError.WouldBlock)) _gone = true;
            return error == SocketError.Success ? sent : 0;
        }
        catch (ObjectDisposedException)
        {
            _gone = true;
            return 0;
        }
    }

    async Task SendRestAsync()
    {
        try
        {
            while (Take() is { } rest)
                while (rest.Length > 0)
                {
                    rest = rest[await _socket.SendAsync(rest, SocketFlags.None)..];
                    lock (_gate) _underWay = rest.Length;
                }
        }
        catch (Exception)
        {
            // A transport that broke. Whoever published must not learn of it: the read loop does.
            lock (_gate)
            {
                _gone = true;
                _waiting = null;
                _underWay = 0;
            }
        }
    }

    ReadOnlyMemory<byte>? Take()
    {
        lock (_gate)
        {
            // Only here does the sending end: nobody may begin another while this one could still take what waits.
            _isSending = _waiting is not null;
            if (_waiting is not { } waiting) return null;
            _waiting = null;
            _underWay = waiting.WrittenCount;
            return waiting.WrittenMemory;
        }
    }
}
