using Confab.Client.Sockets;
using Confab.Protocol;
using Confab.Server;
using Confab.Server.Memory;
using Confab.Server.Operations;
using Confab.Server.Sockets;
using Confab.Server.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Confab.Tests.Support;

/// <summary>The whole server on a free port of this machine, over a database file of its own.</summary>
sealed class ChatApplication : IAsyncDisposable
{
    readonly bool _ownsFolder;
    readonly WebApplication _app;

    ChatApplication(WebApplication app, string folder, bool ownsFolder) => (_app, Folder, _ownsFolder) = (app, folder, ownsFolder);

    public string Folder { get; }

    public Uri Address => _app.Address();

    public static async Task<ChatApplication> StartAsync(Func<ServerOptions, ServerOptions>? configure = null, string? folder = null)
    {
        var data = folder ?? Directory.CreateTempSubdirectory("confab-test-").FullName;
        // A scripted model would be asked for thoughts that no script expects; tests of memory switch them on.
        var options = new ServerOptions
        {
            Port = 0,
            DataFolder = data,
            ModelsFolder = Path.Combine(data, "models"),
            AssistantsFolder = Path.Combine(data, "assistants"),
            Sockets = new SocketOptions().WithoutRateLimits(),
            Memory = new MemoryOptions { Extracts = false },
        };
        var app = ConfabServer.Build(configure?.Invoke(options) ?? options);
        await app.StartAsync(TestTime.Deadline());
        return new ChatApplication(app, data, ownsFolder: folder is null);
    }

    public static Task<ChatApplication> StartAsync(ScriptedModel model, Func<ServerOptions, ServerOptions>? configure = null) =>
        StartAsync(o => (configure?.Invoke(o) ?? o) with { Models = [ScriptedModel.As("scripted", model)] });

    /// <summary>At a stepped time, in whose days and weeks no socket falls silent.</summary>
    public static Task<ChatApplication> StartAsync(FakeTime time) =>
        StartAsync(o => o with { Clock = time, Sockets = o.Sockets with { Heartbeat = TimeSpan.FromDays(160), Sync = TimeSpan.FromDays(40) } });

    public async Task<TestSocket> OpenAsync() => new(await SocketSession.ConnectAsync(Address, TestTime.Deadline()));

    /// <summary>A person with a free name, in the room.</summary>
    public async Task<TestSocket> JoinAsync(string name, string room = "general", bool? create = null)
    {
        var socket = await OpenAsync();
        await socket.HelloAsync(name);
        await socket.JoinAsync(room, create: create);
        return socket;
    }

    /// <summary>Gives somebody another role in a room; their socket learns of it when it joins again.</summary>
    public async Task MakeAsync(TestSocket person, RoomRole role, string room = "general")
    {
        await WriteAsync($"update participants set role = '{role.ToString().ToLowerInvariant()}', version = version + 1 where room_id = '{room}' and user_id = '{person.User.Id}'");
        await person.JoinAsync(room);
    }

    /// <summary>For what no request does.</summary>
    public Task WriteAsync(string sql) => Get<SqliteDatabase>().Writer.WriteAsync(connection =>
    {
        connection.Execute(sql);
        return true;
    });

    public T Get<T>() where T : notnull => _app.Services.GetRequiredService<T>();

    public int Connections => Get<ConnectionRegistry>().Count;

    /// <summary>A copy of the database as it lies on the disk right now: what a killed process would leave.</summary>
    public string CopyOfFolder()
    {
        var copy = Directory.CreateTempSubdirectory("confab-killed-").FullName;
        foreach (var file in Directory.GetFiles(Folder, "confab.db*").Where(f => !f.EndsWith("-shm", StringComparison.Ordinal) && !f.EndsWith(".lock", StringComparison.Ordinal)))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        return copy;
    }

    public async Task StopAsync() => await _app.StopAsync(TestTime.Deadline());

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await _app.StopAsync(patience.Token);
        await _app.DisposeAsync();
        if (_ownsFolder) Directory.Delete(Folder, recursive: true);
    }
}
