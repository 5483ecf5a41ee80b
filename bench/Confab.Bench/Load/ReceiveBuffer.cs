using System.Runtime.InteropServices;

namespace Confab.Bench.Load;

/// <summary>Where whatever arrives is read into; one for all sockets, since one thread reads them in turn.</summary>
sealed unsafe class ReceiveBuffer : IDisposable
{
    const int Size = 1024 * 1024;

    public byte* Start { get; } = (byte*)NativeMemory.AlignedAlloc(Size, 64);

    /// <summary>How often something arrived: fewer than messages when a server gathers them.</summary>
    public long Arrivals { get; set; }

    public Span<byte> Span => new(Start, Size);

    public void Dispose() => NativeMemory.AlignedFree(Start);
}
