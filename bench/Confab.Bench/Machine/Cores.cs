using System.Globalization;
using Confab.Bench.Load;

namespace Confab.Bench.Machine;

/// <summary>The server has one core for itself, and what drives it another.</summary>
static class Cores
{
    public const int Server = 0, Load = 1;

    /// <summary>Keeps every thread of this process, and those it will start, on one core.</summary>
    public static unsafe void PinThisProcess(int core)
    {
        var mask = 1UL << core;
        foreach (var thread in Directory.EnumerateDirectories("/proc/self/task"))
            _ = Libc.sched_setaffinity(int.Parse(Path.GetFileName(thread), CultureInfo.InvariantCulture), sizeof(ulong), &mask);
    }
}
