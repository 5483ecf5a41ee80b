using Confab.Bench.Load;
using Confab.Bench.Machine;
using Confab.Bench.Peers;

namespace Confab.Bench.Fanout;

/// <summary>One server with everybody of a scenario in it. It is measured in slices, and idle in between.</summary>
sealed class FanoutTrial : IDisposable
{
    // Until the code that runs is the one that will go on running.
    static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(8);

    readonly ChildProcess _server;
    readonly Crowd _crowd;
    readonly Traffic _traffic;

    public FanoutTrial(string role, FanoutScenario scenario)
    {
        (_server, var address) = ChildProcess.Serve(role);
        _crowd = new Crowd(address, WireOf(role), scenario.Rooms, scenario.Members, scenario.Senders);
        _crowd.JoinAll();
        _crowd.Settle(TimeSpan.FromMilliseconds(300));
        _traffic = new Traffic(
            _crowd, scenario.Members, messagesPerSecond: scenario.DeliveriesPerSecond / scenario.Members, dropsPerSecond: scenario.DropsPerSecond);
        _traffic.Run(s_warmUp);
    }

    public int Dropped => _traffic.Dropped;

    /// <summary>What went wrong in the whole trial, or "none".</summary>
    public string Faults
    {
        get
        {
            var faults = new List<string>();
            Note(_traffic.Owed + _crowd.Members.Sum(m => m.Lost), "lost");
            Note(_crowd.Members.Sum(m => m.Doubled), "doubled");
            Note(_crowd.Members.Sum(m => m.SeqBreaks), "numbers out of turn");
            Note(_crowd.Members.GroupBy(m => m.Room).Sum(room => room.Count(m => m.Order != room.First().Order)), "members with another order");
            return faults.Count == 0 ? "none" : string.Join(", ", faults);

            void Note(long count, string what)
            {
                if (count > 0) faults.Add($"{count} {what}");
            }
        }
    }

    public FanoutSlice Measure(TimeSpan time)
    {
        var usage = default(Usage);
        long arrivals = 0;
        var latencies = _traffic.Run(time, measured =>
        {
            arrivals = _crowd.Arrivals;
            usage = Usage.While(_server.Id, measured);
            arrivals = _crowd.Arrivals - arrivals;
        });
        return new FanoutSlice(_traffic.Measured, usage, latencies.At(0.5), latencies.At(0.99), (double)_traffic.Measured / arrivals);
    }

    public void Dispose()
    {
        _crowd.Dispose();
        _server.Dispose();
    }

    static IWire WireOf(string role) => role switch
    {
        Roles.Confab => new ConfabWire(),
        Roles.Broadcast => new BroadcastWire(),
        Roles.SignalR => new SignalRWire(),
        _ => throw new ArgumentException($"\"{role}\" is no peer; there are {Roles.Broadcast} and {Roles.SignalR}", nameof(role)),
    };
}

/// <param name="Median">From sending until the last member has it.</param>
/// <param name="P99">Not exceeded by 99 of 100.</param>
/// <param name="Gathered">Messages that arrived together, on average.</param>
sealed record FanoutSlice(long Deliveries, Usage Usage, TimeSpan Median, TimeSpan P99, double Gathered)
{
    public double CpuPerMillion => Usage.Server.TotalSeconds / Deliveries * 1e6;

    public double PerSecond => Deliveries / Usage.Wall.TotalSeconds;
}
