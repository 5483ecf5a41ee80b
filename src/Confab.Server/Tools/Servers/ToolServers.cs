namespace Confab.Server.Tools.Servers;

/// <summary>The tool servers that the operator named.</summary>
public sealed class ToolServers : IAsyncDisposable
{
    /// <exception cref="ServerStartException">The file cannot be read.</exception>
    public ToolServers(ToolOptions options, TimeProvider clock, ILoggerFactory logs) =>
        All = [.. ToolServerFile.Read(options.Servers).Select(s => new ToolServer(s.Key, s.Value, options, clock, logs))];

    internal IReadOnlyList<ToolServer> All { get; }

    public IEnumerable<string> Names => All.Select(server => server.Name);

    public async ValueTask DisposeAsync()
    {
        foreach (var server in All) await server.DisposeAsync();
    }
}
