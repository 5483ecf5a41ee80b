using System.Runtime.InteropServices;

namespace Confab.Bench.Load;

/// <summary>Which sockets are ready. Each is known by a number of the caller's.</summary>
sealed unsafe class EpollSet : IDisposable
{
    const int MostEvents = 1024;
    const int AddOperation = 1, ChangeOperation = 3;

    // Only on x86-64 the kernel packs the struct.
    static readonly int s_dataAt = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    static readonly int s_stride = s_dataAt + 8;

    readonly int _epoll = Libc.epoll_create1(Libc.CloseOnExec);
    readonly byte* _events = (byte*)NativeMemory.Alloc((nuint)(MostEvents * 16));

    public void Add(int socket, int number, Interest interest) => Control(AddOperation, socket, number, interest);

    public void Change(int socket, int number, Interest interest) => Control(ChangeOperation, socket, number, interest);

    /// <summary>Waits for something to be ready; how many are, up to a limit.</summary>
    public int Wait(TimeSpan most)
    {
        var ticks = Math.Max(0, most.Ticks);
        var timeout = new Libc.Timespan { Seconds = ticks / TimeSpan.TicksPerSecond, Nanoseconds = ticks % TimeSpan.TicksPerSecond * 100 };
        return Math.Max(0, Libc.epoll_pwait2(_epoll, _events, MostEvents, &timeout, null));
    }

    public (int Number, Interest Ready) this[int index]
    {
        get
        {
            var at = _events + index * s_stride;
            return ((int)*(ulong*)(at + s_dataAt), (Interest)(*(uint*)at));
        }
    }

    public void Dispose()
    {
        _ = Libc.close(_epoll);
        NativeMemory.Free(_events);
    }

    void Control(int operation, int socket, int number, Interest interest)
    {
        var entry = stackalloc byte[16];
        *(uint*)entry = (uint)interest;
        *(ulong*)(entry + s_dataAt) = (ulong)number;
        if (Libc.epoll_ctl(_epoll, operation, socket, entry) != 0) throw new IOException($"epoll_ctl: error {Libc.Error}");
    }
}

[Flags]
enum Interest : uint
{
    Read = 1,
    Write = 4,
    Error = 8,
    HangUp = 16,
}
