using System.Diagnostics;

namespace Confab.LiveTests.Http;

/// <summary>A command of this machine, run to its end.</summary>
static class Command
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>What it wrote; fails where it failed, with what it said.</summary>
    public static async Task<string> OutputAsync(string folder, string command, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(command, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        try
        {
            await process.WaitForExitAsync().WaitAsync(Patience);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
        Assert.True(process.ExitCode == 0, $"{command} ended with {process.ExitCode}: {await errors}{await output}");
        return await output;
    }
}
