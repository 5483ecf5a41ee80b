using System.Net;
using System.Text.Json.Nodes;
using Confab.Server.Replies;
using Confab.Server.Sockets;
using Confab.Tests.Support;

namespace Confab.Tests.Generations;

/// <summary>Generations over HTTP wait, end and are limited like all others.</summary>
public class WaitingTests
{
    const string Path = "/v1/chat/completions";

    [Fact]
    public async Task Whoever_asks_much_waits_behind_whoever_asks_little()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        await using var ada = await app.JoinAsync("ada");
        using var many = new Api(app);
        using var few = new Api(app, ada.Welcome!.Token);
        var asked = new List<Task<Answer>> { many.PostAsync(Path, Chat("many 1")) };
        var speech = await model.NextAsync();
        for (var i = 2; i <= 4; i++)
        {
            asked.Add(many.PostAsync(Path, Chat($"many {i}")));
            await UntilAskedAsync(app, i);
        }
        asked.Add(few.PostAsync(Path, Chat("few")));
        await UntilAskedAsync(app, 5);

        var order = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            order.Add(speech.Prompt.Single().Text);
            speech.Finish();
            if (i < 4) speech = await model.NextAsync();
        }

        Assert.All(await Task.WhenAll(asked), a => Assert.Equal(HttpStatusCode.OK, a.Status));
        Assert.Equal(["many 1", "few", "many 2", "many 3", "many 4"], order);
    }

    [Theory]
    [InlineData(Path, """{"messages":[{"role":"user","content":"x"}]}""")]
    [InlineData(Path, """{"stream":true,"messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("/api/stream", """{"prompt":"x"}""")]
    [InlineData("/stream?prompt=x", null)]
    public async Task Whoever_leaves_ends_their_generation_and_the_next_one_begins(string path, string? body)
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model, o => o with { Replies = new ReplyOptions { Gather = TimeSpan.Zero } });
        using var api = new Api(app);
        using var gone = new CancellationTokenSource();
        var asking = api.StreamAsync(path, body, gone.Token);
        var speech = (await model.NextAsync()).Say("word");
        var waiting = api.StreamAsync(path, body, gone.Token);
        await UntilAskedAsync(app, 2);
        var next = api.PostAsync(Path, Chat("next"));
        await UntilAskedAsync(app, 3);

        await gone.CancelAsync();
        foreach (var request in new[] { asking, waiting })
        {
            try
            {
                (await request).Dispose();
            }
            catch (OperationCanceledException)
            {
            }
        }

        await speech.Ended;
        var after = await model.NextAsync();
        // The server may have heard of the first that left before it heard of the second.
        if (after.Prompt.Single().Text != "next")
        {
            await after.Ended;
            after = await model.NextAsync();
        }
        Assert.Equal("next", after.Prompt.Single().Text);
        after.Finish();
        Assert.Equal(HttpStatusCode.OK, (await next).Status);
        await UntilAskedAsync(app, 0);
    }

    [Theory]
    [InlineData(Path, """{"messages":[{"role":"user","content":"x"}]}""")]
    [InlineData(Path, """{"stream":true,"messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("/api/stream", """{"prompt":"x"}""")]
    public async Task A_full_line_is_refused_with_a_time_to_come_back(string path, string body)
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model, o => o with { Replies = new ReplyOptions { QueueLength = 1 } });
        using var api = new Api(app);
        var first = api.PostAsync(Path, Chat("first"));
        var speech = await model.NextAsync();
        var second = api.PostAsync(Path, Chat("second"));
        await UntilAskedAsync(app, 2);

        var refused = await api.PostAsync(path, body);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.Status);
        Assert.InRange(int.Parse(refused.Header("Retry-After")!, null), 1, 60);
        Assert.Equal("busy", (string?)(refused.Json["error"] ?? refused.Json)["code"]);
        speech.Finish();
        (await model.NextAsync()).Finish();
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK], (await Task.WhenAll(first, second)).Select(a => a.Status));
    }

    [Fact]
    public async Task Too_many_requests_are_told_when_to_come_back()
    {
        var time = new FakeTime();
        await using var app = await ChatApplication.StartAsync(o => o with { Clock = time, Sockets = new SocketOptions { RateLimit = new(PerSecond: 0.5, Burst: 2) } });
        using var api = new Api(app);

        await api.GetAsync("/v1/models");
        await api.GetAsync("/v1/models");
        var refused = await api.GetAsync("/v1/models");
        var problem = await api.GetAsync("/stream");
        time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal((HttpStatusCode.TooManyRequests, "2", "rate_limit_exceeded", "requests"), (refused.Status, refused.Header("Retry-After"), (string?)refused.Error["code"], (string?)refused.Error["type"]));
        Assert.Equal((HttpStatusCode.TooManyRequests, "2", "rate_limited"), (problem.Status, problem.Header("Retry-After"), (string?)problem.Json["code"]));
        Assert.Equal(HttpStatusCode.OK, (await api.GetAsync("/v1/models")).Status);
    }

    [Fact]
    public async Task A_token_of_nobody_is_refused_and_a_key_of_another_service_is_nobodys()
    {
        await using var app = await ChatApplication.StartAsync();
        using var wrong = new Api(app, "confab_" + new string('A', 43));
        using var foreign = new Api(app, "sk-anything");

        var refused = await wrong.GetAsync("/v1/models");

        Assert.Equal((HttpStatusCode.Unauthorized, "invalid_api_key"), (refused.Status, (string?)refused.Error["code"]));
        Assert.Equal(HttpStatusCode.OK, (await foreign.GetAsync("/v1/models")).Status);
    }

    [Fact]
    public async Task The_servers_end_ends_what_runs_and_what_waits_within_its_deadline_and_says_so()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model, o => o with { Replies = new ReplyOptions { Gather = TimeSpan.Zero } });
        using var api = new Api(app);
        var opening = api.StreamAsync(Path, """{"stream":true,"messages":[{"role":"user","content":"x"}]}""");
        (await model.NextAsync()).Say("half");
        using var running = await opening;
        await running.DataAsync();
        await running.DataAsync();
        var whole = api.PostAsync(Path, Chat("waits"));
        await UntilAskedAsync(app, 2);
        using var events = await api.StreamAsync("/stream?prompt=x");
        using var lines = await api.StreamAsync("/api/stream", """{"prompt":"x"}""");

        await app.StopAsync();

        Assert.Equal("shutting_down", (string?)JsonNode.Parse(Assert.Single(await running.DataToTheEndAsync()))!["error"]!["code"]);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "shutting_down"), ((await whole).Status, (string?)(await whole).Error["code"]));
        Assert.Contains("\"shutting_down\"", (await events.DataToTheEndAsync())[^1], StringComparison.Ordinal);
        Assert.Contains("\"shutting_down\"", (await lines.RestAsync())[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"stream":true,"messages":[{"role":"user","content":"x"}]}""", Path, ": waiting")]
    [InlineData("""{"prompt":"x"}""", "/api/stream", """{"type":"waiting"}""")]
    [InlineData(null, "/stream?prompt=x", ": waiting")]
    public async Task A_line_that_is_quiet_is_kept_alive_every_ten_seconds(string? body, string path, string sign)
    {
        var time = new FakeTime();
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model, o => o with { Clock = time, Replies = new ReplyOptions { Gather = TimeSpan.Zero } });
        using var api = new Api(app);
        var opening = api.StreamAsync(path, body);
        var speech = await model.NextAsync();

        var signs = 0;
        var reading = CountAsync();
        await TestTime.UntilAsync(() => TimePasses() && signs >= 3, "three signs of life");
        speech.Say("at last").Finish();
        await reading;

        bool TimePasses()
        {
            time.Advance(TimeSpan.FromSeconds(10));
            return true;
        }

        async Task CountAsync()
        {
            using var live = await opening;
            foreach (var _ in Enumerable.Range(0, int.MaxValue))
            {
                if (await live.LineAsync() is not { } line) break;
                if (line == sign) signs++;
                if (line.Contains("at last", StringComparison.Ordinal)) return;
            }
            Assert.Fail("the answer never came");
        }
    }

    static string Chat(string text) => $$"""{"messages":[{"role":"user","content":"{{text}}"}]}""";

    static Task UntilAskedAsync(ChatApplication app, int count) =>
        TestTime.UntilAsync(() => app.Get<Confab.Server.Generation.OwnStreams>().Count == count, $"{count} generations run or wait");
}
