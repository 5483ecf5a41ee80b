using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace Confab.Bench.Load;

/// <summary>What the load generator asks of Linux directly: one thread on one epoll set costs the least beside the server.</summary>
static unsafe partial class Libc
{
    public const int Inet = 2, Stream = 1, NonBlocking = 0x800, CloseOnExec = 0x80000;
    public const int NoSignal = 0x4000, Again = 11, Interrupted = 4, InProgress = 115;
    public const int SocketLevel = 1, SocketError = 4, Linger = 13, Tcp = 6, NoDelay = 1;

    [StructLayout(LayoutKind.Sequential)]
    public struct InternetAddress
    {
        public ushort Family;
        public ushort Port;
        public uint Address;
        public ulong Padding;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct Timespan
    {
        public long Seconds;
        public long Nanoseconds;
    }

    [LibraryImport("libc")]
    public static partial int socket(int domain, int type, int protocol);

    [LibraryImport("libc")]
    public static partial int connect(int socket, InternetAddress* address, int length);

    [LibraryImport("libc")]
    public static partial int close(int file);

    [LibraryImport("libc")]
    public static partial int setsockopt(int socket, int level, int name, void* value, int length);

    [LibraryImport("libc")]
    public static partial int getsockopt(int socket, int level, int name, void* value, int* length);

    [LibraryImport("libc")]
    public static partial nint recv(int socket, byte* buffer, nuint length, int flags);

    [LibraryImport("libc")]
    public static partial nint send(int socket, byte* buffer, nuint length, int flags);

    [LibraryImport("libc")]
    public static partial int epoll_create1(int flags);

    [LibraryImport("libc")]
    public static partial int epoll_ctl(int epoll, int operation, int file, byte* interest);

    [LibraryImport("libc")]
    public static partial int epoll_pwait2(int epoll, byte* events, int most, Timespan* timeout, void* signals);

    [LibraryImport("libc")]
    public static partial int sched_setaffinity(int thread, nuint length, ulong* mask);

    /// <summary>Of the call just made.</summary>
    public static int Error => Marshal.GetLastSystemError();
}
