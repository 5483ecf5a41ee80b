using Confab.Inference.Network;

namespace Confab.Inference.Engines.Remote;

/// <summary>The body of an answer: it may not fall silent, grow without bound, or break off unnoticed.</summary>
/// <param name="longestLine">
/// Bytes without a line break, beyond which it is given up. Events are read line by line, so this bounds memory.
/// </param>
sealed class GuardedStream(Stream body, EndpointFaults faults, TimeSpan silenceLimit, long longestLine, TimeProvider time) : Stream
{
    long _lineBytes;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            var read = await Patience.WaitAsync(stop => body.ReadAsync(buffer, stop).AsTask(), silenceLimit, time, cancellationToken).ConfigureAwait(false);
            CountLine(buffer.Span[..read]);
            return read;
        }
        catch (TimeoutException)
        {
            throw faults.Silent(silenceLimit);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw faults.BrokenOff(e);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Answers are read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) body.Dispose();
        base.Dispose(disposing);
    }

    void CountLine(ReadOnlySpan<byte> bytes)
    {
        var lastBreak = bytes.LastIndexOf((byte)'\n');
        _lineBytes = lastBreak < 0 ? _lineBytes + bytes.Length : bytes.Length - lastBreak - 1;
        if (_lineBytes > longestLine) throw faults.Unreadable($"a line of more than {longestLine:N0} bytes.");
    }
}
