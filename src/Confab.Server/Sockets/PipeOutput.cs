using System.Buffers;
using System.IO.Pipelines;

namespace Confab.Server.Sockets;

/// <summary>Through the transport's pipe, whose unflushed bytes are what waits.</summary>
sealed class PipeOutput(PipeWriter pipe, Lock gate) : IFrameOutput
{
    bool _flushing, _dirty, _gone;

    public bool IsUnused { get; private set; } = true;

    public long Waiting => _gone ? 0 : pipe.UnflushedBytes;

    public void Write(ReadOnlySpan<byte> frames)
    {
        if (_gone) return;
        IsUnused = false;
        pipe.Write(frames);
        _dirty = true;
        if (!_flushing) Flush();
    }

    void Flush()
    {
        while (_dirty && !_gone)
        {
            _dirty = false;
            ValueTask<FlushResult> flush;
            try
            {
                flush = pipe.FlushAsync();
            }
            catch (Exception)
            {
                // A transport that broke. Whoever published must not learn of it: the read loop does.
                _gone = true;
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
        lock (gate)
        {
            _flushing = false;
            _gone |= gone;
            Flush();
        }
    }
}
