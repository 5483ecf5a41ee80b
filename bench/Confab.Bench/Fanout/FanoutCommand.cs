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
        var seconds = new Option<double>("--seconds") { Description = "Measured in each run", DefaultValueFactory = _ => 6 };
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
            if (wanted is "all" or "churn") AddOwn(report, FanoutScenario.Churning, time, 1);
            report.Publish(parsed.GetValue(write));
        });
        return command;
    }

    static void AddClosed(Report report, IReadOnlyList<FanoutScenario> scenarios, string[] roles, TimeSpan time, int rounds)
    {
        if (scenarios.Count == 0) return;
        var table = new Table("scenario", "server", "CPU s per 1M", "p50 ms", "p99 ms", "deliveries/s", "other cores", "faults", "confab / it");
        foreach (var scenario in scenarios)
        {
            var runs = Rounds.Alternate(roles, rounds, role => FanoutRun.Of(role, scenario, time), run => run.Usage.OtherCores);
            foreach (var role in roles) table.Add([scenario.ToString(), role, .. Cells(runs[role]), Ratio(scenario, role, runs)]);
        }
        report.Add(table);
    }

    static string[] Cells(IReadOnlyList<FanoutRun> runs) =>
    [
        runs.Median(r => r.CpuPerMillion).Places(2),
        runs.Median(r => r.Median.TotalMilliseconds).Places(1),
        runs.Median(r => r.P99.TotalMilliseconds).Places(1),
        runs.Median(r => r.PerSecond).Rounded(),
        runs.Median(r => r.Usage.OtherCores).Places(2),
        runs.FirstOrDefault(r => r.Faults.Length > 0)?.Faults ?? "none",
    ];

    static string Ratio(FanoutScenario scenario, string role, IReadOnlyDictionary<string, IReadOnlyList<FanoutRun>> runs)
    {
        if (role == Roles.Confab) return "";
        var ratio = runs[Roles.Confab].Median(r => r.CpuPerMillion) / runs[role].Median(r => r.CpuPerMillion);
        return ratio.AtMost(role == Roles.SignalR ? 0.7 : scenario.Name == "B" ? 1.2 : 1.0);
    }

    static void AddOwn(Report report, FanoutScenario scenario, TimeSpan time, int rounds)
    {
        var runs = Rounds.Alternate([Roles.Confab], rounds, role => FanoutRun.Of(role, scenario, time), run => run.Usage.OtherCores)[Roles.Confab];
        var table = new Table("scenario", "server", "CPU s per 1M", "p50 ms", "p99 ms", "deliveries/s", "other cores", "faults", "dropped and resumed");
        table.Add([scenario.Name, Roles.Confab, .. Cells(runs), $"{runs.Sum(r => r.Dropped)}"]);
        report.Add(table);
    }
}
