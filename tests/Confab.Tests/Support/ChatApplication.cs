using Confab.Client.Sockets;
using Confab.Server;
using Confab.Server.Operations;
using Confab.Server.Sockets;
using Microsoft.AspNetCore.Builder;

namespace Confab.Tests.Support;

/// <summary>The whole server on a free port of this machine, over a database file of its own.</summary>
sealed class ChatApplication : IAsyncDisposable
{
    readonly bool _ownsFolder;
    WebApplication _app;

    ChatApplication(WebApplication app, string folder, bool ownsFolder) => (_app, Folder, _ownsFolder) = (app, folder, ownsFolder);

    public string Folder { get; }

    public IServiceProvider Services => _app.Services;

    public Uri Address => _app.Address();

    public static async Task<ChatApplication> StartAsync(Func<ServerOptions, ServerOptions>? configure = null, string? folder = null)
    {
        var data = folder ?? Directory.CreateTempSubdirectory("confab-test-").FullName;
        var options = new ServerOptions { Port = 0, DataFolder = data, Sockets = new SocketOptions { RateLimit = null } };
        var app = ConfabServer.Build(configure?.Invoke(options) ?? options);
        await app.StartAsync(TestTime.Deadline());
        return new ChatApplication(app, data, ownsFolder: folder is null);
    }

    public static Task<ChatApplication> StartAsync(ScriptedModel model, Func<ServerOptions, ServerOptions>? configure = null) =>
        StartAsync(o => (configure?.Invoke(o) ?? o) with { Models = [ScriptedModel.As("scripted", model)] });

    public async Task<TestSocket> OpenAsync() => new(await SocketSession.ConnectAsync(Address, TestTime.Deadline()));

    /// <summary>A person with a free name, in the room.</summary>
    public async Task<TestSocket> JoinAsync(string name, string room = "general")
    {
        var socket = await OpenAsync();
        await socket.HelloAsync(name);
        await socket.JoinAsync(room);
        return socket;
    }

    public async Task StopAsync() => await _app.StopAsync(TestTime.Deadline());

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _app.DisposeAsync();
        if (_ownsFolder) Directory.Delete(Folder, recursive: true);
    }
}
