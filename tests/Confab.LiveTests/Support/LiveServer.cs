namespace Confab.LiveTests.Support;

/// <summary>A served folder that can be killed and started again at the same address.</summary>
sealed class LiveServer : IAsyncDisposable
{
    readonly int _port = ConfabProcess.FreePort();
    readonly string _folder = ConfabProcess.NewFolder();
    readonly List<string> _arguments = [];
    ConfabProcess? _process;

    public string Address => $"http://localhost:{_port}";

    /// <param name="writeModel">Writes the GGUF that answers, and others beside it; null for the built-in agent.</param>
    public static async Task<LiveServer> StartAsync(Action<string>? writeModel = null)
    {
        var server = new LiveServer();
        if (writeModel is not null)
        {
            var model = Path.Combine(server._folder, "tiny.gguf");
            writeModel(model);
            string[] others = [.. Directory.EnumerateFiles(server._folder, "*.gguf").Where(file => file != model)];
            foreach (var file in (string[])[model, .. others]) server._arguments.AddRange(["--model", file]);
            server._arguments.AddRange(["--threads", "1"]);
        }
        await server.RestartAsync();
        return server;
    }

    public Task KillAsync() => _process!.KillAsync();

    public Task<int> TerminateAsync() => _process!.TerminateAsync();

    public async Task RestartAsync() => _process = await ConfabProcess.ServeAsync(_port, Path.Combine(_folder, "data"), _arguments);

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
