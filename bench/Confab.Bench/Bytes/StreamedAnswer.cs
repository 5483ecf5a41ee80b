using System.Text;
using System.Text.Json;
using Confab.Bench.Machine;
using Confab.Client.Sockets;
using Confab.Protocol;
using Confab.Protocol.Json;
using Confab.Server;
using Confab.Server.Operations;

namespace Confab.Bench.Bytes;

/// <summary>An assistant's answer in a room, and what of it goes to each viewer.</summary>
static class StreamedAnswer
{
    static readonly RoomId s_room = new("general");

    /// <summary>Payload bytes that the average viewer gets, in each part of the answer.</summary>
    public static async Task<double[]> CountAsync(int tokens, int viewers, int parts)
    {
        using var folder = new TemporaryFolder();
        await using var app = ConfabServer.Build(new ServerOptions { Port = 0, DataFolder = folder.Path, Models = [SteadyModel.Of(tokens)] });
        await app.StartAsync();
        var sockets = await Task.WhenAll(Enumerable.Range(0, viewers).Select(i => JoinAsync(app.Address(), $"viewer {i}")));
        var counting = sockets.Select(s => CountAsync(s, tokens, parts)).ToArray();
        await sockets[0].SendAsync(new ChatRequest(s_room, "@AIBot tell me a long story"));
        var counts = await Task.WhenAll(counting);
        foreach (var socket in sockets) await socket.DisposeAsync();
        await app.StopAsync();
        return [.. Enumerable.Range(0, parts).Select(part => counts.Average(c => c[part]))];
    }

    static async Task<SocketSession> JoinAsync(Uri server, string name)
    {
        var socket = await SocketSession.ConnectAsync(server);
        await socket.SendAsync(new HelloRequest(name));
        await socket.SendAsync(new JoinRoomRequest(s_room));
        while (await socket.ReceiveAsync() is not RoomJoined) { }
        return socket;
    }

    static async Task<double[]> CountAsync(SocketSession socket, int tokens, int parts)
    {
        var bytes = new double[parts];
        var position = 0;
        while (await socket.ReceiveTextAsync() is { } text)
        {
            var frame = JsonSerializer.Deserialize(text, ProtocolJson.Default.ServerFrame);
            if (frame is StreamEnd end) return end.Usage.CompletionTokens == tokens ? bytes : throw new InvalidOperationException($"the answer has {end.Usage.CompletionTokens} tokens");
            if (frame is TokenEvent token) position = token.Position;
            if (frame is TokenEvent or ProgressEvent) bytes[Math.Min(parts - 1, position * parts / (tokens + 1))] += Encoding.UTF8.GetByteCount(text);
        }
        throw new InvalidOperationException("the socket closed in the middle of the answer");
    }
}
