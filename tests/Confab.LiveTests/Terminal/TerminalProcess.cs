using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Confab.LiveTests.Support;

namespace Confab.LiveTests.Terminal;

/// <summary><c>confab</c> on a terminal of its own, which util-linux's <c>script</c> makes: keys go in, what it draws comes out.</summary>
sealed partial class TerminalProcess : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    readonly Process _process;
    readonly StringBuilder _drawn = new();
    readonly Task _reading;

    TerminalProcess(Process process) => (_process, _reading) = (process, Task.Run(ReadAsync));

    public static TerminalProcess Start(params string[] arguments)
    {
        var command = string.Join(' ', arguments.Prepend(Path.Combine(AppContext.BaseDirectory, "confab.dll")).Select(word => $"'{word}'"));
        var start = new ProcessStartInfo("script") { RedirectStandardInput = true, RedirectStandardOutput = true, StandardOutputEncoding = Encoding.UTF8 };
        foreach (var word in (string[])["-qfec", $"stty cols 100 rows 30; exec dotnet {command}", "/dev/null"]) start.ArgumentList.Add(word);
        start.Environment["TERM"] = "xterm-256color";
        start.Environment["XDG_CONFIG_HOME"] = ConfabProcess.NewFolder();
        return new TerminalProcess(Process.Start(start)!);
    }

    /// <summary>Everything that was ever drawn, without colours and movements.</summary>
    public string Drawn
    {
        get { lock (_drawn) return Escapes().Replace(_drawn.ToString(), ""); }
    }

    public async Task TypeAsync(string keys)
    {
        await _process.StandardInput.WriteAsync(keys);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Waits until this is drawn, after what was drawn when <paramref name="since"/> was taken from the length of <see cref="Drawn"/>.</summary>
    public async Task ShowsAsync(string words, int since = 0)
    {
        var waited = Stopwatch.StartNew();
        while (!Drawn[Math.Min(since, Drawn.Length)..].Contains(words, StringComparison.Ordinal))
        {
            if (waited.Elapsed > Patience || _process.HasExited) Assert.Fail($"never drawn: {words}\n{Drawn}");
            await Task.Delay(20);
        }
    }

    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    async Task ReadAsync()
    {
        var buffer = new char[4096];
        while (await _process.StandardOutput.ReadAsync(buffer) is > 0 and var count)
            lock (_drawn) _drawn.Append(buffer, 0, count);
    }

    [GeneratedRegex("\e\\[[0-9;?]*[A-Za-z]|\r")]
    private static partial Regex Escapes();

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        await _reading;
        _process.Dispose();
    }
}
