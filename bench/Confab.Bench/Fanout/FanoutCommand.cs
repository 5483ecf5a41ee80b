using System.CommandLine;
using Confab.Bench.Machine;
using Confab.Bench.Peers;
using Confab.Bench.Reporting;

namespace Confab.Bench.Fanout;

static class FanoutCommand
{
    public static Command Create()
    {
        var scenario = new Option<string>("--scenario") { Description = "A, B, C, paced, churn or all", DefaultValueFactory = _ => "all" };
        var peers = new Option<string>("--peers") { Description = "kraw, signalr, or both with a comma", DefaultValueFactory = _ => "kraw,signalr" };
        var seconds = new Option<double>("--seconds") { Description = "Measured in each round", DefaultValueFactory = _ => 3 };
        var rounds = Shared.Rounds();
        var write = Shared.Write();
        var command = new Command("fanout", "Processor time per delivery, beside a bare Kestrel broadcast and SignalR") { scenario, peers, seconds, rounds, write };
        command.SetAction(parsed =>
        {
            Cores.PinThisProcess(Cores.Load);
            var roles = parsed.GetRequiredValue(peers).Split(',', StringSplitOptions.RemoveEmptyEntries);
            var time = TimeSpan.FromSeconds(parsed.GetValue(seconds));
            var report = new Report("Fan-out");
            var wanted = parsed.GetRequiredValue(scenario);
            AddClosed(report, [.. FanoutScenario.Closed.Where(s => wanted == "all" || s.Name == wanted)], [Roles.Confab, .. roles], time, parsed.GetValue(rounds));
            if (wanted is "all" or "paced") AddOwn(report, FanoutScenario.Paced, time, parsed.GetValue(rounds));
            if (wanted is "all" or "churn") AddOwn(report, FanoutScenario.Churning, time, parsed.GetValue(rounds));
            report.Publish(parsed.GetValue(write));
        });
        return command;
    }

    static void AddClosed(Report report, IReadOnlyList<FanoutScenario> scenarios, string[] roles, TimeSpan time, int rounds)
    {
        if (scenarios.Count == 0) return;
        var table = new Table("scenario", "server", "CPU s per 1M", "p50 ms", "p99 ms", "deliveries/s", "gathered", "other cores", "faults", "confab / it");
        foreach (var scenario in scenarios)
        {
            var trials = roles.ToDictionary(role => role, role => new FanoutTrial(role, scenario));
            var slices = Rounds.Alternate(roles, rounds, role => trials[role].Measure(time), slice => slice.Usage.OtherCores);
            foreach (var role in roles) table.Add([scenario.ToString(), role, .. Cells(slices[role]), trials[role].Faults, Ratio(scenario, role, slices)]);
            foreach (var trial in trials.Values) trial.Dispose();
        }
        report.Add(table);
    }

    static string[] Cells(IReadOnlyList<FanoutSlice> slices) =>
    [
        slices.Median(s => s.CpuPerMillion).Places(2),
        slices.Median(s => s.Median.TotalMilliseconds).Places(1),
        slices.Median(s => s.P99.TotalMilliseconds).Places(1),
        slices.Median(s => s.PerSecond).Rounded(),
        slices.Median(s => s.Gathered).Places(1),
        slices.Median(s => s.Usage.OtherCores).Places(2),
    ];

    static string Ratio(FanoutScenario scenario, string role, IReadOnlyDictionary<string, IReadOnlyList<FanoutSlice>> slices)
    {
        if (role == Roles.Confab) return "";
        var ratio = slices[Roles.Confab].Median(s => s.CpuPerMillion) / slices[role].Median(s => s.CpuPerMillion);
        return ratio.AtMost(role == Roles.SignalR ? 0.7 : scenario.Name == "B" ? 1.2 : 1.0);
    }

    static void AddOwn(Report report, FanoutScenario scenario, TimeSpan time, int rounds)
    {
        using var trial = new FanoutTrial(Roles.Confab, scenario);
        var slices = Rounds.Alternate([Roles.Confab], rounds, _ => trial.Measure(time), slice => slice.Usage.OtherCores)[Roles.Confab];
        var table = new Table("scenario", "server", "CPU s per 1M", "p50 ms", "p99 ms", "deliveries/s", "gathered", "other cores", "faults", "dropped and resumed");
        table.Add([scenario.Name, Roles.Confab, .. Cells(slices), trial.Faults, $"{trial.Dropped}"]);
        report.Add(table);
    }
}
