using System.IO.Pipelines;
using System.Net.Sockets;

namespace Confab.Server.Sockets;

/// <summary>What waits to be sent on one socket: finished frames. While a write is under way more gather behind it and leave together.</summary>
public sealed class SendQueue(int limitBytes)
{
    readonly Lock _gate = new();
    IFrameOutput? _output;
    bool _finishing;

    /// <summary>The reader does not keep up; raised for each frame that was not taken.</summary>
    public event Action? TooSlow;

    public void Open(PipeWriter output) => _output = new PipeOutput(output, _gate);

    /// <summary>
    /// Goes around the transport's pipe from here on: a bare socket takes a write at a third of the cost. Only once the other
    /// side has spoken, since then the handshake has left the pipe; where more went into it, the pipe stays.
    /// </summary>
    public void OpenDirectly(Socket socket)
    {
        lock (_gate)
            if (_output is PipeOutput { IsUnused: true }) _output = new SocketOutput(socket, _gate);
    }

    /// <summary>Never waits, never throws. False when the socket is closed or more waits than is kept.</summary>
    public bool Enqueue(ReadOnlySpan<byte> frames)
    {
        lock (_gate)
        {
            if (_output is null || _finishing) return false;
            // Where nothing waits, one large answer may pass: refused, it would be asked for again and again.
            if (_output.Waiting is var waiting && (waiting == 0 || waiting + frames.Length <= limitBytes))
            {
                _output.Write(frames);
                return true;
            }
        }
        Refuse();
        return false;
    }

    /// <summary>Says that more waits than is kept.</summary>
    public void Refuse() => TooSlow?.Invoke();

    /// <summary>Sends a last frame past the bound, then takes nothing any more. False when that had happened already.</summary>
    public bool Finish(ReadOnlySpan<byte> lastFrame)
    {
        lock (_gate)
        {
            if (_output is null || _finishing) return false;
            _finishing = true;
            _output.Write(lastFrame);
            return true;
        }
    }

    /// <summary>The transport is gone.</summary>
    public void Close()
    {
        lock (_gate) _output = null;
    }
}

/// <summary>Where frames leave. Called under the queue's lock; never waits, and after a failure takes everything and does nothing.</summary>
interface IFrameOutput
{
    /// <summary>Bytes that are not on their way yet.</summary>
    long Waiting { get; }

    void Write(ReadOnlySpan<byte> frames);
}
