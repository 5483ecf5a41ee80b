using System.Diagnostics;

namespace Confab.Bench.Search;

/// <summary>What a search cost, in milliseconds. The processor's time is what counts: whatever else runs on the machine makes only the wall's longer.</summary>
readonly record struct Cost(double Processor, double Wall)
{
    /// <summary>Short ones are run until they last as long as can be measured.</summary>
    static readonly TimeSpan Least = TimeSpan.FromMilliseconds(20);

    public static async Task<Cost> OfAsync(Func<Task<int>> search)
    {
        var (start, used, count) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime, 0);
        do await search();
        while (++count > 0 && Environment.CpuUsage.TotalTime - used < Least);
        return new Cost((Environment.CpuUsage.TotalTime - used).TotalMilliseconds / count, Stopwatch.GetElapsedTime(start).TotalMilliseconds / count);
    }
}
