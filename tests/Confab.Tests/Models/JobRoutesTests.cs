using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Confab.Tests.Support;

namespace Confab.Tests.Models;

/// <summary>Prompts answered in the background, over HTTP.</summary>
public class JobRoutesTests
{
    [Fact]
    public async Task A_job_goes_through_its_stages_and_keeps_its_answer()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        using var http = new HttpClient { BaseAddress = app.Address };

        using var accepted = await PostAsync(http, new { prompt = "why?", options = new { maxTokens = 10, temperature = 0.5 } });
        var id = (string)(await ReadAsync(accepted))["id"]!;
        var speech = await model.NextAsync();
        speech.Say("because ").Say("of that");
        var running = await UntilAsync(http, id, job => (int)job["tokens"]! == 2);
        speech.Finish();
        var ended = await UntilAsync(http, id, job => (string)job["state"]! == "completed");

        Assert.Equal((HttpStatusCode.Accepted, $"/api/jobs/{id}"), (accepted.StatusCode, accepted.Headers.Location?.OriginalString));
        Assert.Equal(("why?", 10, 0.5f), (speech.Prompt[^1].Text, speech.Options!.MaxOutputTokens, speech.Options.Temperature));
        Assert.Equal(("generation", "scripted"), ((string)running["stage"]!, (string)running["model"]!));
        Assert.Equal(["initialization", "modelSelection", "generation", "completion"], running["stages"]!.AsArray().Select(s => (string)s!["stage"]!));
        Assert.InRange((double)running["progress"]!, 0.1, 0.95);
        Assert.Equal(("because of that", 1.0, "stop"), ((string)ended["text"]!, (double)ended["progress"]!, (string)ended["finishReason"]!));
        Assert.All(ended["stages"]!.AsArray(), stage => Assert.Equal("done", (string)stage!["state"]!));
    }

    [Fact]
    public async Task A_failed_job_names_the_stage_and_the_error()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        using var http = new HttpClient { BaseAddress = app.Address };
        var id = (string)(await ReadAsync(await PostAsync(http, new { prompt = "why?" })))["id"]!;
        (await model.NextAsync()).Say("half").Fail(new TimeoutException("the model fell asleep"));

        var ended = await UntilAsync(http, id, job => (string)job["state"]! == "failed");

        Assert.Equal(("generation", "the model fell asleep", "half"), ((string)ended["stage"]!, (string)ended["error"]!, (string)ended["text"]!));
        Assert.Equal(["done", "done", "failed", "waiting"], ended["stages"]!.AsArray().Select(s => (string)s!["state"]!));
    }

    [Fact]
    public async Task A_cancelled_job_stops_its_model()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        using var http = new HttpClient { BaseAddress = app.Address };
        var id = (string)(await ReadAsync(await PostAsync(http, new { prompt = "why?" })))["id"]!;
        var speech = await model.NextAsync();

        using var answer = await http.DeleteAsync(new Uri($"/api/jobs/{id}", UriKind.Relative));

        Assert.Equal("cancelled", (string)(await ReadAsync(answer))["state"]!);
        await speech.Ended;
    }

    [Fact]
    public async Task Nobody_sees_or_stops_the_job_of_another()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        using var ada = await SignedInAsync(app, "ada");
        using var ben = await SignedInAsync(app, "ben");
        using var stranger = new HttpClient { BaseAddress = app.Address };
        var id = (string)(await ReadAsync(await PostAsync(ada, new { prompt = "a secret" })))["id"]!;
        (await model.NextAsync()).Say("hush").Finish();
        await UntilAsync(ada, id, job => (string)job["state"]! == "completed");

        foreach (var other in new[] { ben, stranger })
        {
            using var seen = await other.GetAsync(new Uri($"/api/jobs/{id}", UriKind.Relative));
            using var watched = await other.GetAsync(new Uri($"/api/jobs/{id}/events", UriKind.Relative));
            using var stopped = await other.DeleteAsync(new Uri($"/api/jobs/{id}", UriKind.Relative));
            Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound), (seen.StatusCode, watched.StatusCode, stopped.StatusCode));
            Assert.Empty(JsonNode.Parse(await other.GetStringAsync(new Uri("/api/jobs", UriKind.Relative)))!["jobs"]!.AsArray());
        }
        Assert.Single(JsonNode.Parse(await ada.GetStringAsync(new Uri("/api/jobs", UriKind.Relative)))!["jobs"]!.AsArray());
    }

    [Fact]
    public async Task Watching_a_job_shows_it_until_its_end()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        using var http = new HttpClient { BaseAddress = app.Address };
        var id = (string)(await ReadAsync(await PostAsync(http, new { prompt = "why?" })))["id"]!;
        (await model.NextAsync()).Say("so").Finish();

        var events = (await http.GetStringAsync(new Uri($"/api/jobs/{id}/events", UriKind.Relative))).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        var last = events[^1].Split('\n');

        Assert.Equal("event: job", last[0]);
        Assert.Equal("completed", (string)JsonNode.Parse(last[1]["data: ".Length..])!["state"]!);
    }

    [Fact]
    public async Task Jobs_wait_in_the_same_line_as_everybody()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        await using var ada = await app.JoinAsync("ada");
        using var http = new HttpClient { BaseAddress = app.Address };
        await ada.ChatAsync("@AIBot hello");
        var first = await model.NextAsync();

        var id = (string)(await ReadAsync(await PostAsync(http, new { prompt = "and me?" })))["id"]!;
        var waiting = await UntilAsync(http, id, job => (string)job["stage"]! == "modelSelection");
        first.Say("hi").Finish();
        var second = await model.NextAsync();

        Assert.Equal("pending", (string)waiting["state"]!);
        Assert.Equal("and me?", second.Prompt[^1].Text);
        second.Finish();
    }

    [Fact]
    public async Task Nobody_fills_the_line_with_jobs_and_none_are_listed_without_a_token()
    {
        await using var app = await ChatApplication.StartAsync(new ScriptedModel());
        using var http = new HttpClient { BaseAddress = app.Address };
        for (var i = 0; i < 8; i++) Assert.Equal(HttpStatusCode.Accepted, (await PostAsync(http, new { prompt = "more" })).StatusCode);

        using var ninth = await PostAsync(http, new { prompt = "more" });

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "busy"), (ninth.StatusCode, (string)(await ReadAsync(ninth))["code"]!));
        Assert.Empty(JsonNode.Parse(await http.GetStringAsync(new Uri("/api/jobs", UriKind.Relative)))!["jobs"]!.AsArray());
        using var ada = await SignedInAsync(app, "ada");
        Assert.Equal(HttpStatusCode.Accepted, (await PostAsync(ada, new { prompt = "me too" })).StatusCode);
    }

    [Theory]
    [InlineData("""{}""", "prompt")]
    [InlineData("""{"prompt":"a","options":{"maxTokens":0}}""", "options.maxTokens")]
    [InlineData("""{"prompt":"a","options":{"strategy":"best"}}""", "options.strategy")]
    public async Task Bad_input_is_refused_and_the_field_named(string body, string field)
    {
        await using var app = await ChatApplication.StartAsync(new ScriptedModel());
        using var http = new HttpClient { BaseAddress = app.Address };
        using var content = new StringContent(body);

        using var answer = await http.PostAsync(new Uri("/api/jobs", UriKind.Relative), content);

        Assert.Equal((HttpStatusCode.BadRequest, field), (answer.StatusCode, (string)(await ReadAsync(answer))["field"]!));
    }

    static Task<HttpResponseMessage> PostAsync(HttpClient http, object job) => http.PostAsJsonAsync(new Uri("/api/jobs", UriKind.Relative), job);

    static async Task<JsonNode> ReadAsync(HttpResponseMessage answer) => JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;

    static async Task<HttpClient> SignedInAsync(ChatApplication app, string name)
    {
        await using var socket = await app.OpenAsync();
        await socket.HelloAsync(name);
        var http = new HttpClient { BaseAddress = app.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", socket.Welcome!.Token);
        return http;
    }

    static async Task<JsonNode> UntilAsync(HttpClient http, string id, Func<JsonNode, bool> holds)
    {
        var deadline = TestTime.Deadline();
        while (true)
        {
            var job = JsonNode.Parse(await http.GetStringAsync(new Uri($"/api/jobs/{id}", UriKind.Relative), deadline))!;
            if (holds(job)) return job;
            await Task.Delay(10, deadline);
        }
    }
}
