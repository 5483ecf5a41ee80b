using Confab.Protocol;
using Confab.Tests.Support;

namespace Confab.Tests.Sockets;

public class HeartbeatTests
{
    [Fact]
    public async Task A_socket_that_is_silent_for_a_minute_is_closed_and_may_come_back()
    {
        var time = new FakeTime();
        await using var app = await ChatApplication.StartAsync(o => o with { Clock = time });
        await using var ada = await app.JoinAsync("ada");
        await using var silent = await RawSocket.OpenAsync(app.Address);
        await silent.SendTextAsync("""{"type":"hello","username":"silent"}""");
        await silent.TextAsync("connected");

        for (var i = 0; i < 5; i++)
        {
            time.Advance(TimeSpan.FromSeconds(15));
            await ada.AskAsync<Pong>(new PingRequest());
        }

        Assert.Equal((int)CloseCode.NoHeartbeat, await silent.CloseCodeAsync());
        await ada.ChatAsync("still here");
    }

    [Fact]
    public async Task A_silent_socket_is_asked_with_a_ping_and_a_pong_keeps_it()
    {
        var time = new FakeTime();
        await using var app = await ChatApplication.StartAsync(o => o with { Clock = time });
        await using var quiet = await RawSocket.OpenAsync(app.Address);
        await quiet.SendTextAsync("""{"type":"hello","username":"quiet"}""");
        await quiet.TextAsync("connected");

        for (var minutes = 0; minutes < 3; minutes++)
        {
            var asked = quiet.ReceiveAsync();
            for (var i = 0; i < 3; i++) time.Advance(TimeSpan.FromSeconds(15));
            Assert.Equal(RawSocket.Ping, (await asked)!.Value.Opcode);
            await quiet.SendAsync(RawSocket.Pong, []);
            await quiet.SendTextAsync("""{"type":"ping"}""");
            await quiet.TextAsync("pong");
        }
    }

    [Fact]
    public async Task Who_never_says_hello_is_closed()
    {
        var time = new FakeTime();
        await using var app = await ChatApplication.StartAsync(o => o with { Clock = time });
        await using var shy = await app.OpenAsync();

        for (var i = 0; i < 3; i++)
        {
            await shy.Session.SendAsync(new PingRequest());
            await shy.NextAsync<Pong>();
            time.Advance(TimeSpan.FromSeconds(15));
        }

        Assert.Equal((int)CloseCode.NoHeartbeat, await shy.ClosedAsync());
    }

    [Fact]
    public async Task A_closed_socket_that_says_no_goodbye_is_cut_and_forgotten()
    {
        var time = new FakeTime();
        await using var app = await ChatApplication.StartAsync(o => o with { Clock = time });
        await using var rude = await RawSocket.OpenAsync(app.Address);
        await rude.SendTextAsync("""{"type":"hello","token":"wrong"}""");
        Assert.Equal((int)CloseCode.BadToken, await rude.CloseCodeAsync());
        Assert.Equal(1, app.Connections);

        time.Advance(TimeSpan.FromSeconds(5));

        await TestTime.UntilAsync(() => app.Connections == 0, "the socket is cut");
    }

    [Fact]
    public async Task Every_half_minute_a_socket_learns_where_its_rooms_are()
    {
        var time = new FakeTime();
        await using var app = await ChatApplication.StartAsync(o => o with { Clock = time });
        await using var ada = await app.JoinAsync("ada");
        await ada.JoinAsync("den", create: true);
        await ada.ChatAsync("one");
        await ada.ChatAsync("two");

        time.Advance(TimeSpan.FromSeconds(15));
        Assert.DoesNotContain(await ada.EverythingSoFarAsync(), f => f is SyncEvent);
        time.Advance(TimeSpan.FromSeconds(15));

        var sync = await ada.NextAsync<SyncEvent>();
        Assert.Equal([("den", 0L), ("general", 2L)], sync.Revs.Select(r => (r.Key.Value, r.Value)).OrderBy(r => r.Item1, StringComparer.Ordinal));
    }
}
