using System.Globalization;

namespace Confab.Bench.Machine;

/// <summary>Who used how much processor time, as Linux counts it.</summary>
static class ProcessorTime
{
    const double TicksPerSecond = 100;

    public static TimeSpan Of(int process)
    {
        var stat = File.ReadAllText($"/proc/{process}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return FromTicks(Number(fields[11]) + Number(fields[12]));
    }

    /// <summary>Of the whole machine, this virtual machine's stolen time included.</summary>
    public static TimeSpan OfEverybody()
    {
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        // user, nice, system, then idle and waiting, then interrupts, soft interrupts, stolen.
        return FromTicks(Number(fields[1]) + Number(fields[2]) + Number(fields[3]) + Number(fields[6]) + Number(fields[7]) + Number(fields[8]));
    }

    static TimeSpan FromTicks(long ticks) => TimeSpan.FromSeconds(ticks / TicksPerSecond);

    static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
