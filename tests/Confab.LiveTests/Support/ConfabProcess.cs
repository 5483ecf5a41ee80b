using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace Confab.LiveTests.Support;

/// <summary>A real <c>confab</c> process.</summary>
sealed partial class ConfabProcess : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly Process _process;
    readonly StringBuilder _errors = new();

    ConfabProcess(Process process)
    {
        _process = process;
        process.ErrorDataReceived += (_, line) => { lock (_errors) _errors.AppendLine(line.Data); };
        process.BeginErrorReadLine();
    }

    static readonly string s_settings = Directory.CreateTempSubdirectory("confab-settings-").FullName;

    /// <summary>The build puts the command beside the tests, with its natives and its page.</summary>
    static string Executable { get; } = Path.Combine(AppContext.BaseDirectory, "confab.dll");

    public string Errors
    {
        get { lock (_errors) return _errors.ToString(); }
    }

    public static ConfabProcess Start(params IEnumerable<string> arguments) => Start(arguments, environment: []);

    static ConfabProcess Start(IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>> environment)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Executable);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        // Tokens that an earlier run kept would be shown to a new server at the same port.
        start.Environment["XDG_CONFIG_HOME"] = s_settings;
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return new ConfabProcess(Process.Start(start)!);
    }

    /// <summary>A server that answers at <paramref name="port"/> when this returns.</summary>
    public static async Task<ConfabProcess> ServeAsync(
        int port, string data, IEnumerable<string>? more = null, IEnumerable<KeyValuePair<string, string>>? environment = null)
    {
        string[] asked = [.. more ?? []];
        string[] models = asked.Contains("--models") ? [] : ["--models", Path.Combine(data, "models")];
        var server = Start(["serve", "--port", $"{port}", "--data", data, "--rate-limit", "off", .. models, .. asked], environment ?? []);
        var deadline = Stopwatch.StartNew();
        using var http = new HttpClient();
        while (true)
        {
            try
            {
                if ((await http.GetAsync($"http://localhost:{port}/health")).IsSuccessStatusCode) return server;
            }
            catch (HttpRequestException) when (!server._process.HasExited && deadline.Elapsed < Patience)
            {
                await Task.Delay(50);
                continue;
            }
            throw new InvalidOperationException($"the server did not start: {server.Errors}");
        }
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public static string NewFolder() => Directory.CreateTempSubdirectory("confab-live-").FullName;

    /// <summary>Gives it <paramref name="input"/>, and waits until it ends by itself.</summary>
    public async Task<(int ExitCode, string Output, string Errors)> FinishAsync(string? input = null)
    {
        if (input is not null) await _process.StandardInput.WriteAsync(input);
        _process.StandardInput.Close();
        var output = await _process.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return (_process.ExitCode, output, Errors);
    }

    /// <summary>As a power cut would: no goodbye, no flush.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>As an operator would.</summary>
    public async Task<int> TerminateAsync()
    {
        Assert.Equal(0, SendSignal(_process.Id, Terminate));
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }

    const int Terminate = 15;

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
