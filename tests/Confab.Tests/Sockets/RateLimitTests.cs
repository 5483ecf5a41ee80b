using Confab.Protocol;
using Confab.Server.Sockets;
using Confab.Tests.Support;

namespace Confab.Tests.Sockets;

public class RateLimitTests
{
    [Fact]
    public async Task A_thousand_requests_at_once_are_answered_each_and_those_beyond_the_burst_are_told_when_to_come_back()
    {
        var time = new FakeTime();
        await using var app = await StartAsync(time);
        await using var ada = await app.OpenAsync();
        await using var ben = await app.JoinAsync("ben");
        await ada.HelloAsync("ada");

        for (var i = 0; i < 1000; i++) await ada.Session.SendAsync(new PingRequest { Ref = $"r{i}" });
        var answers = new List<ServerFrame>();
        for (var i = 0; i < 1000; i++) answers.Add(await ada.NextAsync<ServerFrame>(f => f.Ref == $"r{i}"));

        Assert.All(answers.Take(100), a => Assert.IsType<Pong>(a));
        Assert.All(answers.Skip(100), a => Assert.Equal((ErrorCode.RateLimited, 50), a is ErrorFrame e ? (e.Code, e.RetryAfterMs) : default));
        await ben.ChatAsync("nothing happened to me");

        time.Advance(TimeSpan.FromMilliseconds(50));
        await ada.AskAsync<Pong>(new PingRequest());
        Assert.Equal(ErrorCode.RateLimited, (await ada.RefusedAsync(new PingRequest())).Code);
    }

    [Fact]
    public async Task The_limit_is_a_persons_whatever_number_of_sockets_they_open()
    {
        await using var app = await StartAsync(new FakeTime());
        await using var first = await app.OpenAsync();
        var token = (await first.HelloAsync("ada")).Token;
        await using var second = await app.OpenAsync();
        await second.HelloAsync(token: token);

        for (var i = 0; i < 50; i++)
        {
            await first.AskAsync<Pong>(new PingRequest());
            await second.AskAsync<Pong>(new PingRequest());
        }

        Assert.Equal(ErrorCode.RateLimited, (await first.RefusedAsync(new PingRequest())).Code);
        Assert.Equal(ErrorCode.RateLimited, (await second.RefusedAsync(new PingRequest())).Code);
    }

    [Fact]
    public async Task Broken_frames_and_those_before_hello_count_as_well()
    {
        await using var app = await StartAsync(new FakeTime());
        await using var socket = await app.OpenAsync();

        for (var i = 0; i < 100; i++) Assert.Equal(ErrorCode.BadJson, (await socket.RefusedAsync("nonsense")).Code);

        Assert.Equal(ErrorCode.RateLimited, (await socket.RefusedAsync("nonsense")).Code);
        Assert.Equal(ErrorCode.RateLimited, (await socket.RefusedAsync(new HelloRequest("ada"))).Code);
    }

    static Task<ChatApplication> StartAsync(FakeTime time) =>
        ChatApplication.StartAsync(o => o with { Clock = time, Sockets = new SocketOptions { RateLimit = new(PerSecond: 20, Burst: 100) } });
}
