using System.Diagnostics;

namespace Confab.Bench.Machine;

/// <summary>
/// This program once more, in a process of its own on one core, so that its processor time is its alone. It ends when its
/// input does, and so never outlives us.
/// </summary>
sealed class ChildProcess : IDisposable
{
    readonly Process _process;
    readonly TemporaryFolder _data = new();

    ChildProcess(string role)
    {
        var start = new ProcessStartInfo("taskset") { RedirectStandardInput = true, RedirectStandardOutput = true };
        string[] program = Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal)
            ? [Environment.ProcessPath, typeof(ChildProcess).Assembly.Location]
            : [Environment.ProcessPath];
        foreach (var word in (string[])["-c", $"{Cores.Server}", .. program, "run", role, _data.Path]) start.ArgumentList.Add(word);
        // Instrumented code takes longer to settle than a run lasts; the shipped command has it off, and so has every peer here.
        start.Environment["DOTNET_TieredPGO"] = "0";
        _process = Process.Start(start)!;
    }

    public int Id => _process.Id;

    /// <summary>Starts a server and waits until it listens.</summary>
    public static (ChildProcess Process, Uri Address) Serve(string role)
    {
        var child = new ChildProcess(role);
        return (child, new Uri(child.ReadLine()));
    }

    /// <summary>Runs something to its end, and returns what it printed.</summary>
    public static string Run(string role)
    {
        using var child = new ChildProcess(role);
        return child.ReadLine();
    }

    string ReadLine() => _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("a child process ended without an answer");

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(15))) _process.Kill();
        _process.Dispose();
        _data.Dispose();
    }
}
