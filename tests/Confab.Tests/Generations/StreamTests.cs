using System.Net;
using System.Text.Json.Nodes;
using Confab.Server.Replies;
using Confab.Tests.Support;
using Microsoft.Extensions.AI;

namespace Confab.Tests.Generations;

/// <summary><c>GET /stream</c> and <c>POST /api/stream</c>.</summary>
public class StreamTests
{
    [Fact]
    public async Task Server_sent_events_tell_the_start_each_piece_and_the_end()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model, o => o with { Replies = new ReplyOptions { Gather = TimeSpan.Zero } });
        using var api = new Api(app);

        using var stream = await api.StreamAsync("/stream?prompt=go%20on&maxTokens=7&temperature=0.5&topP=0.25&topK=3&seed=-4&stop=a&stop=b&repeatPenalty=1.5&model=scripted&strategy=");
        var speech = await model.NextAsync();
        Assert.Equal("event: start", await stream.WordsAsync());
        Assert.Matches("^id: [0-9a-f-]{36}$", await stream.WordsAsync());
        var start = JsonNode.Parse((await stream.WordsAsync())!["data: ".Length..])!;
        speech.Say("naïve ");
        Assert.Equal("event: token", await stream.WordsAsync());
        Assert.Equal("""data: {"type":"token","content":"naïve ","offset":0,"position":1}""", await stream.WordsAsync());
        speech.Say("日本");
        Assert.Equal(("event: token", """data: {"type":"token","content":"日本","offset":6,"position":2}"""), (await stream.WordsAsync(), await stream.WordsAsync()));
        speech.Finish(ChatFinishReason.Length);
        Assert.Equal("event: complete", await stream.WordsAsync());
        var complete = JsonNode.Parse((await stream.WordsAsync())!["data: ".Length..])!;
        Assert.Null(await stream.WordsAsync());

        Assert.Equal(("text/event-stream", "no-store", "no"), (stream.Response.Content.Headers.ContentType!.MediaType, $"{stream.Response.Headers.CacheControl}", stream.Response.Headers.GetValues("X-Accel-Buffering").Single()));
        Assert.Equal(("start", "scripted"), ((string?)start["type"], (string?)start["model"]));
        Assert.Equal(("complete", "length", 2, "requested"), ((string?)complete["type"], (string?)complete["reason"], (int)complete["usage"]!["completionTokens"]!, (string?)complete["route"]!["strategy"]));
        var o = speech.Options!;
        Assert.Equal(("go on", 7, 0.5f, 0.25f, 3, -4L, 1.5f), (speech.Prompt.Single().Text, o.MaxOutputTokens, o.Temperature, o.TopP, o.TopK, o.Seed, o.AdditionalProperties!["repeat_penalty"]));
        Assert.Equal(["a", "b"], o.StopSequences!);
    }

    [Fact]
    public async Task Progress_comes_now_and_then_and_the_place_in_the_line_at_once()
    {
        var time = new FakeTime();
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model, o => o with { Clock = time, Replies = new ReplyOptions { Gather = TimeSpan.Zero } });
        using var api = new Api(app);
        time.Advance(TimeSpan.FromSeconds(1));
        using var first = await api.StreamAsync("/api/stream", """{"prompt":"first"}""");
        var speech = await model.NextAsync();

        using var second = await api.StreamAsync("/api/stream", """{"prompt":"second"}""");
        Assert.Equal("""{"type":"queued","ahead":0}""", await second.LineAsync());
        speech.Say("one ");
        Assert.Contains("\"start\"", await first.LineAsync(), StringComparison.Ordinal);
        Assert.Contains("\"one \"", await first.LineAsync(), StringComparison.Ordinal);
        time.Advance(TimeSpan.FromSeconds(1));
        speech.Say("two ");
        Assert.Contains("\"two \"", await first.LineAsync(), StringComparison.Ordinal);
        Assert.Equal("""{"type":"progress","tokens":2,"maxTokens":512,"tokensPerSecond":1,"etaMs":510000}""", await first.LineAsync());
        speech.Finish();
        (await model.NextAsync()).Finish();

        Assert.Equal(["start", "complete"], (await second.RestAsync()).Select(l => (string?)JsonNode.Parse(l)!["type"]));
    }

    [Fact]
    public async Task Lines_of_JSON_carry_a_conversation_and_its_options()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        using var api = new Api(app);

        using var stream = await api.StreamAsync("/api/stream", """
            {"messages":[{"role":"system","content":"be kind"},{"role":"user","content":"hi"}],"options":{"maxTokens":5,"jsonSchema":{"type":"object"},"stopSequences":["x"]}}
            """);
        var speech = await model.NextAsync();
        speech.Say("{}").Finish();
        var lines = (await stream.RestAsync()).Select(l => JsonNode.Parse(l)!).ToList();

        Assert.Equal("application/x-ndjson", stream.Response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(["start", "token", "complete"], lines.Select(l => (string?)l["type"]));
        Assert.Equal([("system", "be kind"), ("user", "hi")], speech.Prompt.Select(m => (m.Role.Value, m.Text)));
        Assert.Equal(5, speech.Options!.MaxOutputTokens);
        Assert.IsType<ChatResponseFormatJson>(speech.Options.ResponseFormat);
    }

    [Theory]
    [InlineData("prompt", "/stream", null)]
    [InlineData("prompt", "/stream?prompt=", null)]
    [InlineData("prompt", "/stream?prompt=%20", null)]
    [InlineData("maxTokens", "/stream?prompt=x&maxTokens=many", null)]
    [InlineData("maxTokens", "/stream?prompt=x&maxTokens=0", null)]
    [InlineData("temperature", "/stream?prompt=x&temperature=0,5", null)]
    [InlineData("temperature", "/stream?prompt=x&temperature=NaN", null)]
    [InlineData("strategy", "/stream?prompt=x&strategy=best", null)]
    [InlineData("stopSequences", "/stream?prompt=x&stop=", null)]
    [InlineData("prompt", "/api/stream", "{}")]
    [InlineData("prompt", "/api/stream", """{"prompt":" "}""")]
    [InlineData("messages", "/api/stream", """{"messages":[]}""")]
    [InlineData("messages[0].role", "/api/stream", """{"messages":[{"role":"king","content":"x"}]}""")]
    [InlineData("options.temperature", "/api/stream", """{"prompt":"x","options":{"temperature":3}}""")]
    [InlineData("options.maxTokens", "/api/stream", """{"prompt":"x","options":{"maxTokens":"9"}}""")]
    [InlineData(null, "/api/stream", "hello")]
    public async Task A_wish_that_cannot_be_met_is_a_problem_document_that_names_it(string? field, string path, string? body)
    {
        await using var app = await ChatApplication.StartAsync(new ScriptedModel());
        using var api = new Api(app);

        var answer = body is null ? await api.GetAsync(path) : await api.PostAsync(path, body);

        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (answer.Status, answer.Response.Content.Headers.ContentType!.MediaType));
        Assert.Equal(field, (string?)answer.Json["field"]);
        Assert.NotEmpty((string)answer.Json["detail"]!);
        Assert.Equal(0, app.Get<Confab.Server.Generation.OwnStreams>().Count);
    }

    [Fact]
    public async Task A_model_that_is_not_there_is_not_found()
    {
        await using var app = await ChatApplication.StartAsync(new ScriptedModel());
        using var api = new Api(app);

        var answer = await api.GetAsync("/stream?prompt=x&model=nothing");

        Assert.Equal((HttpStatusCode.NotFound, "unknown_model", "model"), (answer.Status, (string?)answer.Json["code"], (string?)answer.Json["field"]));
    }

    [Fact]
    public async Task A_failure_after_the_start_is_the_last_event()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        using var api = new Api(app);

        using var stream = await api.StreamAsync("/stream?prompt=x");
        (await model.NextAsync()).Say("half").Fail(new InvalidOperationException("a secret"));
        var lines = (await stream.RestAsync()).Where(l => l.Length > 0).ToList();

        // With the id a browser's EventSource knows that there is nothing to come back for.
        Assert.Equal(["event: error", "id: end"], lines[^3..^1]);
        Assert.Equal("""data: {"type":"error","code":"internal","message":"the model failed; the server's log says why"}""", lines[^1]);
    }

    [Fact]
    public async Task A_browser_that_comes_back_after_the_end_is_told_that_there_is_no_more()
    {
        await using var app = await ChatApplication.StartAsync(new ScriptedModel());
        using var api = new Api(app);

        Assert.Equal(HttpStatusCode.NoContent, (await api.GetAsync("/stream?prompt=x", ("Last-Event-ID", "0197"))).Status);
    }

    [Theory]
    [InlineData("cross-site", HttpStatusCode.Forbidden)]
    [InlineData("same-site", HttpStatusCode.Forbidden)]
    [InlineData("same-origin", HttpStatusCode.BadRequest)]
    [InlineData("none", HttpStatusCode.BadRequest)]
    public async Task An_image_on_a_foreign_page_starts_no_generation(string site, HttpStatusCode status)
    {
        await using var app = await ChatApplication.StartAsync(new ScriptedModel());
        using var api = new Api(app);

        Assert.Equal(status, (await api.GetAsync("/stream", ("Sec-Fetch-Site", site))).Status);
    }
}
