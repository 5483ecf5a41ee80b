using System.CommandLine;
using System.Globalization;
using Confab.Bench.Append;

namespace Confab.Bench.Peers;

/// <summary>What the child processes of a benchmark run; not for people.</summary>
static class RunCommand
{
    public static Command Create()
    {
        var role = new Argument<string>("role");
        var data = new Argument<string>("data");
        var command = new Command("run", "One server under test") { role, data };
        command.Hidden = true;
        command.SetAction((parsed, _) => RunAsync(parsed.GetRequiredValue(role), parsed.GetRequiredValue(data)));
        return command;
    }

    static Task RunAsync(string role, string data) => role switch
    {
        Roles.Confab => ConfabPeer.RunAsync(data),
        Roles.Broadcast => BroadcastPeer.RunAsync(),
        Roles.SignalR => SignalRPeer.RunAsync(),
        Roles.BareInserts => PrintAsync(BareInserts.MeasureAsync(data, AppendCommand.WarmUp, AppendCommand.Time)),
        Roles.AppendLoop => PrintAsync(LoopWriters.MeasureAsync(data, AppendCommand.WarmUp, AppendCommand.Time)),
        _ => throw new ArgumentException($"there is no \"{role}\" to run", nameof(role)),
    };

    static async Task PrintAsync(Task<double> measuring) => Console.WriteLine((await measuring).ToString(CultureInfo.InvariantCulture));
}

static class Roles
{
    public const string Confab = "confab", Broadcast = "kraw", SignalR = "signalr", BareInserts = "bare-inserts", AppendLoop = "append-loop";
}
