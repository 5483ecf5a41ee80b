using System.CommandLine;
using Confab.Bench.Machine;
using Confab.Bench.Peers;
using Confab.Bench.Reporting;

namespace Confab.Bench.Idle;

static class IdleCommand
{
    public static Command Create()
    {
        var connections = new Option<int>("--connections") { Description = "Joined at once", DefaultValueFactory = _ => 5000 };
        var rooms = new Option<int>("--rooms") { Description = "That they are spread over", DefaultValueFactory = _ => 50 };
        var rounds = Shared.Rounds();
        var write = Shared.Write();
        var command = new Command("idle", "Memory and processor time of silent connections, and storms of joins") { connections, rooms, rounds, write };
        command.SetAction(parsed =>
        {
            Cores.PinThisProcess(Cores.Load);
            var trials = Rounds.Alternate(
                [Roles.Confab, Roles.Broadcast], parsed.GetValue(rounds),
                role => IdleTrial.Of(role, parsed.GetValue(connections), parsed.GetValue(rooms)), _ => 0);
            var report = new Report("Idle connections and join storms");
            report.Add(TableOf(trials[Roles.Confab], trials[Roles.Broadcast]));
            report.Publish(parsed.GetValue(write));
        });
        return command;
    }

    static Table TableOf(IReadOnlyList<IdleTrial> ours, IReadOnlyList<IdleTrial> bare)
    {
        var table = new Table("what", Roles.Confab, Roles.Broadcast, "ratio");
        Add("KiB per idle connection", t => t.BytesEach / 1024, 1, ratio => ratio.AtMost(1.3));
        Add("first joins/s", t => t.Arriving, 0, ratio => ratio.AtLeast(0.8));
        Add("joins/s of those who come back", t => t.Returning, 0, ratio => ratio.AtLeast(0.8));
        table.Add("idle, % of a core", Percent(ours), Percent(bare), "");
        return table;

        void Add(string what, Func<IdleTrial, double> value, int places, Func<double, string> judge) => table.Add(
            what, ours.Median(value).Places(places), bare.Median(value).Places(places), judge(ours.Median(value) / bare.Median(value)));

        static string Percent(IReadOnlyList<IdleTrial> trials) => (trials.Median(t => t.Cores) * 100).Places(2);
    }
}
