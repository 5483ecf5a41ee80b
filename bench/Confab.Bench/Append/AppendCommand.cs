using System.CommandLine;
using System.Globalization;
using Confab.Bench.Machine;
using Confab.Bench.Peers;
using Confab.Bench.Reporting;

namespace Confab.Bench.Append;

static class AppendCommand
{
    const string Sockets = "sockets";

    public static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(6), Time = TimeSpan.FromSeconds(4);

    public static Command Create()
    {
        var rounds = Shared.Rounds();
        var write = Shared.Write();
        var command = new Command("append", "Acknowledged posts a second from 64 writers, beside bare inserts") { rounds, write };
        command.SetAction(parsed =>
        {
            Cores.PinThisProcess(Cores.Load);
            var rates = Rounds.Alternate([Roles.BareInserts, Roles.AppendLoop, Sockets], parsed.GetValue(rounds), Measure, _ => 0);
            var report = new Report("Append");
            report.Add(TableOf(rates));
            report.Publish(parsed.GetValue(write));
        });
        return command;
    }

    static double Measure(string what) =>
        what == Sockets ? SocketWriters.Measure(WarmUp, Time) : double.Parse(ChildProcess.Run(what), CultureInfo.InvariantCulture);

    static Table TableOf(IReadOnlyDictionary<string, IReadOnlyList<double>> rates)
    {
        var bare = rates[Roles.BareInserts].Median(r => r);
        var table = new Table("what, on one core", "messages/s", "of bare inserts");
        table.Add("bare inserts in groups of 64", bare.Rounded(), "");
        Add("append loop, 64 writers", Roles.AppendLoop);
        Add("whole server, 64 sockets", Sockets);
        return table;

        void Add(string name, string role)
        {
            var rate = rates[role].Median(r => r);
            table.Add(name, rate.Rounded(), (rate / bare).AtLeast(0.35));
        }
    }
}
