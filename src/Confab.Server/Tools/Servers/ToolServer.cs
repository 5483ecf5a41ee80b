using Microsoft.Extensions.AI;
using ModelContextProtocol.Client;

namespace Confab.Server.Tools.Servers;

/// <summary>
/// One server of the Model Context Protocol. It is connected to when it is first needed and again after it went away; one that fails
/// is left alone for a while, and nobody's answer waits for it longer than its deadline.
/// </summary>
sealed class ToolServer(string name, ToolServerSettings settings, ToolOptions options, TimeProvider clock, ILoggerFactory logs) : IAsyncDisposable
{
    const int MostTools = 100;

    readonly SemaphoreSlim _one = new(1);
    readonly ILogger _logger = logs.CreateLogger<ToolServer>();
    McpClient? _client;
    IReadOnlyList<AIFunction> _tools = [];
    DateTimeOffset _restsUntil = DateTimeOffset.MinValue;

    public string Name => name;

    /// <summary>Why it cannot be used now; null where it can, or was not needed yet.</summary>
    public string? Failure { get; private set; }

    public bool IsConnected => _client is { Completion.IsCompleted: false };

    /// <summary>What it has, as far as it is connected.</summary>
    public IReadOnlyList<AIFunction> Tools => IsConnected ? _tools : [];

    /// <summary>What it has, once it is connected; nothing while it cannot be reached.</summary>
    public async Task<IReadOnlyList<AIFunction>> ListAsync(CancellationToken stop)
    {
        if (IsConnected) return _tools;
        await _one.WaitAsync(stop);
        try
        {
            if (IsConnected) return _tools;
            if (clock.GetUtcNow() < _restsUntil) return [];
            await ConnectAsync(stop);
            return _tools;
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            Failure = e is OperationCanceledException ? $"it was not there within {options.ConnectDeadline.TotalSeconds:0.#} seconds" : e.Message;
            _restsUntil = clock.GetUtcNow() + options.Rest;
            _logger.LogWarning(e, "The tool server {Server} cannot be used: {Failure}", name, Failure);
            return [];
        }
        finally
        {
            _one.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ForgetAsync();
        _one.Dispose();
    }

    async Task ConnectAsync(CancellationToken stop)
    {
        await ForgetAsync();
        using var deadline = new CancellationTokenSource(options.ConnectDeadline, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, stop);
        var client = await McpClient.CreateAsync(Transport(), loggerFactory: logs, cancellationToken: either.Token).WaitAsync(either.Token);
        try
        {
            _tools = [.. (await client.ListToolsAsync(cancellationToken: either.Token)).Take(MostTools)];
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
        (_client, Failure) = (client, null);
    }

    IClientTransport Transport() => settings.Url is { } url
        ? new HttpClientTransport(
            new HttpClientTransportOptions { Endpoint = new Uri(url), Name = name, ConnectionTimeout = options.ConnectDeadline, AdditionalHeaders = settings.Headers?.ToDictionary() }, logs)
        : new StdioClientTransport(
            new StdioClientTransportOptions
            {
                Command = settings.Command!,
                Arguments = [.. settings.Args ?? []],
                EnvironmentVariables = settings.Env?.ToDictionary(),
                WorkingDirectory = settings.Cwd,
                Name = name,
            }, logs);

    async Task ForgetAsync()
    {
        var client = _client;
        (_client, _tools) = (null, []);
        if (client is null) return;
        try
        {
            await client.DisposeAsync();
        }
        catch (Exception e)
        {
            _logger.LogDebug(e, "The tool server {Server} did not say goodbye", name);
        }
    }
}
