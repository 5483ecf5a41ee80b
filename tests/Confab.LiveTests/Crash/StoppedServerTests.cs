using Confab.Client.Sockets;
using Confab.LiveTests.Support;
using Confab.Protocol;

namespace Confab.LiveTests.Crash;

public class StoppedServerTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_cut_off_by_the_servers_end_is_there_as_interrupted_after_a_restart(bool killed)
    {
        await using var server = await LiveServer.StartAsync();
        string token;
        await using (var socket = await SocketSession.ConnectAsync(new Uri(server.Address)))
        {
            token = (await NextAsync<Connected>(socket, new HelloRequest("ada"))).Token;
            await NextAsync<RoomJoined>(socket, new JoinRoomRequest(new("general")));
            var text = await NextAsync<TokenEvent>(socket, new ChatRequest(new("general"), "/AIBot What is Python?"));
            Assert.NotEmpty(text.Content);
            if (killed) await server.KillAsync();
            else Assert.Equal(0, await server.TerminateAsync());
        }

        await server.RestartAsync();

        await using var again = await SocketSession.ConnectAsync(new Uri(server.Address));
        await NextAsync<Connected>(again, new HelloRequest(Token: token));
        var messages = (await NextAsync<RoomJoined>(again, new JoinRoomRequest(new("general")))).Messages;
        Assert.Equal(2, messages.Count);
        Assert.Equal((MessageStatus.Interrupted, messages[0].Id), (messages[1].Status, messages[1].ParentId!.Value));
        if (!killed) Assert.NotEmpty(messages[1].Content);
    }

    static async Task<TFrame> NextAsync<TFrame>(SocketSession socket, Request request) where TFrame : ServerFrame
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await socket.SendAsync(request, deadline.Token);
        while (await socket.ReceiveAsync(deadline.Token) is { } frame)
            if (frame is TFrame wanted) return wanted;
        throw new EndOfStreamException("the socket closed");
    }
}
