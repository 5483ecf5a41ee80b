using System.Buffers;
using System.IO.Pipelines;

namespace Confab.Server.Sockets;

/// <summary>
/// What waits to be sent on one socket: finished frames, written straight into the transport's pipe. While a write is under way
/// more frames gather behind it and leave together. The pipe's unflushed bytes are the queue, and its bound.
/// </summary>
public sealed class SendQueue(int limitBytes)
{
    readonly Lock _gate = new();
    PipeWriter? _output;
    bool _flushing, _dirty, _finishing;

    /// <summary>The reader does not keep up; raised for each frame that was not taken.</summary>
    public event Action? TooSlow;

    public void Open(PipeWriter output) => _output = output;

    /// <summary>Never waits, never throws. False when the socket is closed or more waits than is kept.</summary>
    public bool Enqueue(ReadOnlySpan<byte> frames)
    {
        lock (_gate)
        {
            if (_output is null || _finishing) return false;
            // Where nothing waits, one large answer may pass: refused, it would be asked for again and again.
            if (_output.UnflushedBytes is var waiting && (waiting == 0 || waiting + frames.Length <= limitBytes))
            {
                Write(frames);
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
            Write(lastFrame);
            return true;
        }
    }

    /// <summary>The transport is gone.</summary>
    public void Close()
    {
        lock (_gate) _output = null;
    }

    void Write(ReadOnlySpan<byte> frames)
    {
        _output!.Write(frames);
        _dirty = true;
        if (!_flushing) Flush();
    }

    void Flush()
    {
        while (_dirty && _output is not null)
        {
            _dirty = false;
            ValueTask<FlushResult> flush;
            try
            {
                flush = _output.FlushAsync();
            }
            catch (Exception)
            {
                // A transport that broke. Whoever published must not learn of it: the read loop does.
                _output = null;
                return;
            }
            if (flush.IsCompletedSuccessfully)
            {
                flush.GetAwaiter().GetResult();
                continue;
            }
            _flushing = true;
            _ = GoOnAfterAsync(flush);
            return;
        }
        if (_finishing && !_flushing) _output = null;
    }

    async Task GoOnAfterAsync(ValueTask<FlushResult> flush)
    {
        var gone = false;
        try
        {
            gone = (await flush).IsCompleted;
        }
        catch (Exception)
        {
            gone = true;
        }
        lock (_gate)
        {
            _flushing = false;
            if (gone) _output = null;
            Flush();
        }
    }
}
