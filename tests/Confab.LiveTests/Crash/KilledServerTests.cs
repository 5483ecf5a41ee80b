using System.Collections.Concurrent;
using System.Globalization;
using Confab.Client.Sockets;
using Confab.LiveTests.Support;
using Confab.Protocol;

namespace Confab.LiveTests.Crash;

public class KilledServerTests
{
    const int Kills = 20;
    const int Writers = 4;

    [Fact]
    public async Task Every_acknowledged_message_survives_twenty_kills_once_and_in_order()
    {
        var (port, data) = (ConfabProcess.FreePort(), ConfabProcess.NewFolder());
        var acknowledged = new ConcurrentDictionary<MessageId, (long Seq, string Content)>();
        var tokens = new string?[Writers];

        for (var kill = 0; kill < Kills; kill++)
        {
            await using var server = await ConfabProcess.ServeAsync(port, data);
            var enough = new TaskCompletionSource();
            var before = acknowledged.Count;
            var writing = Enumerable.Range(0, Writers).Select(w => WriteAsync(w, kill)).ToArray();
            await Task.WhenAny(enough.Task, Task.WhenAll(writing));
            await server.KillAsync();
            await Task.WhenAll(writing);
            Assert.True(acknowledged.Count > before, "nothing was acknowledged before the kill, so the kill proved nothing");

            async Task WriteAsync(int writer, int round)
            {
                await using var socket = await SocketSession.ConnectAsync(new Uri($"http://localhost:{port}"));
                try
                {
                    var hello = tokens[writer] is { } token ? new HelloRequest(Token: token) : new HelloRequest($"writer{writer}");
                    tokens[writer] = (await AskAsync<Connected>(socket, hello)).Token;
                    await AskAsync<RoomJoined>(socket, new JoinRoomRequest(new("general")));
                    for (var n = 0; ; n++)
                    {
                        var content = string.Create(CultureInfo.InvariantCulture, $"writer {writer} round {round} message {n}");
                        var ack = await AskAsync<Ack>(socket, new ChatRequest(new("general"), content, MessageId.New()));
                        acknowledged[ack.MessageId] = (ack.Seq, content);
                        // A different amount each time, so that the kill finds the server at different places.
                        if (acknowledged.Count - before > 40 + 13 * round) enough.TrySetResult();
                    }
                }
                catch (Exception e) when (e is System.Net.WebSockets.WebSocketException or IOException or EndOfStreamException)
                {
                    // The server was killed.
                }
            }
        }

        await using var last = await ConfabProcess.ServeAsync(port, data);
        var stored = await ReadEverythingAsync(port, tokens[0]!);
        Assert.Equal(Enumerable.Range(1, stored.Count).Select(n => (long)n), stored.Select(m => m.Seq));
        Assert.Equal(stored.Count, stored.Select(m => m.Id).Distinct().Count());
        var found = stored.ToDictionary(m => m.Id, m => (m.Seq, m.Content));
        Assert.All(acknowledged, a => Assert.Equal(a.Value, found[a.Key]));
    }

    static async Task<List<Message>> ReadEverythingAsync(int port, string token)
    {
        await using var socket = await SocketSession.ConnectAsync(new Uri($"http://localhost:{port}"));
        await AskAsync<Connected>(socket, new HelloRequest(Token: token));
        var joined = await AskAsync<RoomJoined>(socket, new JoinRoomRequest(new("general")));
        var (all, hasMore) = (joined.Messages.ToList(), joined.HasMore);
        while (hasMore)
        {
            var page = await AskAsync<HistoryPage>(socket, new HistoryRequest(new("general"), all[0].Seq, Limits.MaxPage));
            all.InsertRange(0, page.Messages);
            hasMore = page.HasMore;
        }
        return all;
    }

    static async Task<TAnswer> AskAsync<TAnswer>(SocketSession socket, Request request) where TAnswer : ServerFrame
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await socket.SendAsync(request with { Ref = "ask" }, deadline.Token);
        while (await socket.ReceiveAsync(deadline.Token) is { } frame)
            if (frame.Ref == "ask") return frame as TAnswer ?? throw new InvalidOperationException($"expected {typeof(TAnswer).Name}, got {frame}");
        throw new EndOfStreamException("the socket closed");
    }
}
