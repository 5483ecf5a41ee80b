using Confab.Bench.Load;
using Confab.Bench.Machine;
using Confab.Bench.Peers;

namespace Confab.Bench.Fanout;

/// <summary>One server, one scenario, once: fresh process, everybody joins, warm-up, measurement, check.</summary>
sealed record FanoutRun(long Deliveries, Usage Usage, TimeSpan Median, TimeSpan P99, string Faults, int Dropped)
{
    static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);

    public double CpuPerMillion => Usage.Server.TotalSeconds / Deliveries * 1e6;

    public double PerSecond => Deliveries / Usage.Wall.TotalSeconds;

    public static FanoutRun Of(string role, FanoutScenario scenario, TimeSpan time)
    {
        var (server, address) = ChildProcess.Serve(role);
        using var _ = server;
        using var crowd = new Crowd(address, WireOf(role), scenario.Rooms, scenario.Members, scenario.Senders);
        crowd.JoinAll();
        crowd.Settle(TimeSpan.FromMilliseconds(300));

        var traffic = new Traffic(
            crowd, scenario.Members, messagesPerSecond: scenario.DeliveriesPerSecond / scenario.Members, dropsPerSecond: scenario.DropsPerSecond);
        traffic.Start();
        traffic.Run(WarmUp, isMeasured: false);
        var usage = Usage.While(server.Id, () => traffic.Run(time, isMeasured: true));
        traffic.Finish();
        return new FanoutRun(traffic.Measured, usage, traffic.ToAll.At(0.5), traffic.ToAll.At(0.99), FaultsIn(crowd, traffic), traffic.Dropped);
    }

    static IWire WireOf(string role) => role switch
    {
        Roles.Confab => new ConfabWire(),
        Roles.Broadcast => new BroadcastWire(),
        Roles.SignalR => new SignalRWire(),
        _ => throw new ArgumentException($"\"{role}\" is no peer; there are {Roles.Broadcast} and {Roles.SignalR}", nameof(role)),
    };

    static string FaultsIn(Crowd crowd, Traffic traffic)
    {
        var faults = new List<string>();
        Note(traffic.Owed + crowd.Members.Sum(m => m.Lost), "lost");
        Note(crowd.Members.Sum(m => m.Doubled), "doubled");
        Note(crowd.Members.Sum(m => m.SeqBreaks), "numbers out of turn");
        Note(crowd.Members.GroupBy(m => m.Room).Sum(room => room.Count(m => m.Order != room.First().Order)), "members with another order");
        return string.Join(", ", faults);

        void Note(long count, string what)
        {
            if (count > 0) faults.Add($"{count} {what}");
        }
    }
}
