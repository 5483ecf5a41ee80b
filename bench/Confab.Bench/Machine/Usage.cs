using System.Diagnostics;

namespace Confab.Bench.Machine;

/// <summary>What a stretch of time cost: the server's processor time, and how many cores were busy with something else.</summary>
readonly record struct Usage(TimeSpan Wall, TimeSpan Server, double OtherCores)
{
    /// <summary>More than this beside us, and a measurement is worth repeating.</summary>
    public const double Disturbance = 0.15;

    public double ServerCores => Server / Wall;

    public static Usage While(int server, Action work)
    {
        var (wall, ours, own, all) = (Stopwatch.GetTimestamp(), ProcessorTime.Of(server), ProcessorTime.Of(Environment.ProcessId), ProcessorTime.OfEverybody());
        work();
        var elapsed = Stopwatch.GetElapsedTime(wall);
        var (serverTime, ownTime) = (ProcessorTime.Of(server) - ours, ProcessorTime.Of(Environment.ProcessId) - own);
        return new Usage(elapsed, serverTime, Math.Max(0, (ProcessorTime.OfEverybody() - all - serverTime - ownTime) / elapsed));
    }
}
