using System.CommandLine;
using Confab.Bench.Append;
using Confab.Bench.Bytes;
using Confab.Bench.Decode;
using Confab.Bench.Fanout;
using Confab.Bench.Idle;
using Confab.Bench.Opening;
using Confab.Bench.Peers;
using Confab.Bench.Recall;
using Confab.Bench.Routing;
using Confab.Bench.Search;
using Confab.Bench.Sockets;

if (!OperatingSystem.IsLinux())
{
    Console.Error.WriteLine("The benchmarks run on Linux only: they read processor time from /proc and pin processes to cores.");
    return 1;
}
var root = new RootCommand("Measures Confab beside its peers, on this machine, in one go.")
{
    FanoutCommand.Create(),
    AppendCommand.Create(),
    IdleCommand.Create(),
    DecodeCommand.Create(),
    PathCommand.Create(),
    ChooseCommand.Create(),
    SearchCommand.Create(),
    RecallCommand.Create(),
    OpenCommand.Create(),
    BytesCommand.Create(),
    RunCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
