using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Confab.Tests.Support;

namespace Confab.Tests.Compatibility;

/// <summary>A program that was written against another server: it opens an address, sends its own frames and reads what comes.</summary>
sealed class ForeignProgram : IAsyncDisposable
{
    readonly ClientWebSocket _socket = new();
    readonly List<JsonObject> _unread = [];

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    public static async Task<ForeignProgram> OpenAsync(ChatApplication app, string path)
    {
        var program = new ForeignProgram();
        await program._socket.ConnectAsync(new UriBuilder(app.Address) { Scheme = "ws", Path = path.Split('?')[0], Query = path.Contains('?') ? path.Split('?')[1] : "" }.Uri, TestTime.Deadline());
        return program;
    }

    /// <summary>A program at <c>/</c> after both greetings, and the id that they gave it.</summary>
    public static async Task<(ForeignProgram Program, string Id)> GreetedAsync(ChatApplication app)
    {
        var program = await OpenAsync(app, "/");
        var system = await program.NextAsync("system");
        var connected = await program.NextAsync("connected");
        Assert.Equal((string?)system["clientId"], (string?)connected["clientId"]);
        return (program, (string)system["clientId"]!);
    }

    public Task SendAsync(string json) => _socket.SendAsync(Encoding.UTF8.GetBytes(json), WebSocketMessageType.Text, true, TestTime.Deadline());

    public async Task<JsonObject> NextAsync(string type, Func<JsonObject, bool>? fits = null)
    {
        for (var i = 0; i < _unread.Count; i++)
            if (Fits(_unread[i]))
            {
                var found = _unread[i];
                _unread.RemoveAt(i);
                return found;
            }
        while (await ReadAsync() is { } frame)
        {
            if (Fits(frame)) return frame;
            _unread.Add(frame);
        }
        throw new InvalidOperationException($"the socket closed with {_socket.CloseStatus} {_socket.CloseStatusDescription} before a \"{type}\" came; there were {string.Join(", ", _unread)}");

        bool Fits(JsonObject frame) => (string?)frame["type"] == type && (fits is null || fits(frame));
    }

    /// <summary>What came before the answer to a frame that is never understood.</summary>
    public async Task<IReadOnlyList<JsonObject>> EverythingSoFarAsync()
    {
        await SendAsync("""{"type":"never understood"}""");
        var end = await NextAsync("error", f => f.ToJsonString().Contains("never understood", StringComparison.Ordinal));
        var all = _unread.ToList();
        _unread.Clear();
        return all;
    }

    public async Task ClosedAsync()
    {
        while (await ReadAsync() is not null) { }
    }

    async Task<JsonObject?> ReadAsync()
    {
        var frame = new MemoryStream();
        var buffer = new byte[4096];
        while (true)
        {
            var part = await _socket.ReceiveAsync(buffer, TestTime.Deadline());
            if (part.MessageType == WebSocketMessageType.Close) return null;
            frame.Write(buffer, 0, part.Count);
            if (part.EndOfMessage) return JsonSerializer.Deserialize<JsonObject>(frame.ToArray());
        }
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
