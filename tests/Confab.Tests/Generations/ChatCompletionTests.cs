using System.Net;
using System.Text.Json.Nodes;
using Confab.Protocol;
using Confab.Server.Replies;
using Confab.Tests.Support;
using Microsoft.Extensions.AI;

namespace Confab.Tests.Generations;

public class ChatCompletionTests
{
    const string Path = "/v1/chat/completions";
    const string Hello = """{"messages":[{"role":"user","content":"hello"}]}""";
    const string HelloStream = """{"stream":true,"messages":[{"role":"user","content":"hello"}]}""";

    [Fact]
    public async Task A_whole_answer_is_what_OpenAI_would_send_and_tells_how_the_model_was_chosen()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        using var api = new Api(app);

        var asking = api.PostAsync(Path, Hello);
        (await model.NextAsync()).Say("Naïve ").Say("日本").Finish(usage: new() { InputTokenCount = 5, CachedInputTokenCount = 3, OutputTokenCount = 2 });
        var answer = await asking;

        Assert.Equal((HttpStatusCode.OK, "application/json", "no-store"), (answer.Status, answer.Response.Content.Headers.ContentType!.MediaType, answer.Header("Cache-Control")));
        var json = answer.Json.AsObject();
        Assert.Matches("^chatcmpl-[0-9a-f]{32}$", (string)json["id"]!);
        Assert.InRange((long)json["created"]!, DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 60, DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        Assert.Equal(["id", "object", "created", "model", "choices", "usage", "confab"], json.Select(p => p.Key));
        Assert.Equal(("chat.completion", "scripted"), ((string?)json["object"], (string?)json["model"]));
        Assert.Equal(
            """[{"index":0,"message":{"role":"assistant","content":"Naïve 日本","refusal":null},"finish_reason":"stop","logprobs":null}]""",
            Raw(json["choices"]!));
        Assert.Equal("""{"prompt_tokens":5,"completion_tokens":2,"total_tokens":7,"prompt_tokens_details":{"cached_tokens":3}}""", Raw(json["usage"]!));
        Assert.Equal(("scripted", "default"), ((string?)json["confab"]!["model"], (string?)json["confab"]!["strategy"]));
        Assert.Contains("default model", (string?)json["confab"]!["reason"], StringComparison.Ordinal);
        Assert.True(json["confab"]!.AsObject().ContainsKey("time_to_first_token_ms"));
    }

    [Fact]
    public async Task A_stream_is_what_OpenAI_would_send_piece_by_piece_as_they_come()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model, o => o with { Replies = new ReplyOptions { Gather = TimeSpan.Zero } });
        using var api = new Api(app);

        var asking = api.StreamAsync(Path, HelloStream);
        var speech = (await model.NextAsync()).Say("one ");
        using var stream = await asking;
        var first = (await stream.DataAsync())!;
        var second = (await stream.DataAsync())!;
        speech.Say("two");
        var third = (await stream.DataAsync())!;
        speech.Finish(ChatFinishReason.Length);
        var rest = await stream.DataToTheEndAsync();

        Assert.Equal(("text/event-stream", "utf-8"), (stream.Response.Content.Headers.ContentType!.MediaType, stream.Response.Content.Headers.ContentType.CharSet));
        Assert.Equal(("no-store", "no"), (stream.Response.Headers.CacheControl!.ToString(), stream.Response.Headers.GetValues("X-Accel-Buffering").Single()));
        Assert.Equal("""[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null,"logprobs":null}]""", Raw(first["choices"]!));
        Assert.Equal("""[{"index":0,"delta":{"content":"one "},"finish_reason":null,"logprobs":null}]""", Raw(second["choices"]!));
        Assert.Equal("two", (string?)third["choices"]![0]!["delta"]!["content"]);
        Assert.Equal(2, rest.Count);
        var last = JsonNode.Parse(rest[0])!;
        Assert.Equal("""[{"index":0,"delta":{},"finish_reason":"length","logprobs":null}]""", Raw(last["choices"]!));
        Assert.Equal("default", (string?)last["confab"]!["strategy"]);
        Assert.Equal("[DONE]", rest[1]);
        foreach (var chunk in new[] { first, second, third, last })
        {
            Assert.Equal(((string?)first["id"], "chat.completion.chunk", "scripted"), ((string?)chunk["id"], (string?)chunk["object"], (string?)chunk["model"]));
            Assert.False(chunk.AsObject().ContainsKey("usage"));
        }
    }

    [Fact]
    public async Task Usage_that_is_asked_for_comes_last_and_is_null_before()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        using var api = new Api(app);

        var asking = api.StreamAsync(Path, """{"stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"hello"}]}""");
        (await model.NextAsync()).Say("hi").Finish(usage: new() { InputTokenCount = 9, OutputTokenCount = 1 });
        using var stream = await asking;
        var chunks = await stream.DataToTheEndAsync();

        Assert.Equal("[DONE]", chunks[^1]);
        var usage = JsonNode.Parse(chunks[^2])!;
        Assert.Empty(usage["choices"]!.AsArray());
        Assert.Equal("""{"prompt_tokens":9,"completion_tokens":1,"total_tokens":10}""", Raw(usage["usage"]!));
        Assert.All(chunks[..^2], c => Assert.Contains("\"usage\":null", c, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_wish_reaches_the_model()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        using var api = new Api(app);

        var asking = api.PostAsync(Path, """
            {"model":"SCRIPTED","messages":[{"role":"user","content":"hello"}],"max_completion_tokens":7,"max_tokens":9,"temperature":0.5,"top_p":0.25,"top_k":3,
             "min_p":0.125,"repeat_penalty":1.5,"stop":["a","b"],"seed":-4,"n":1,"presence_penalty":-2,"frequency_penalty":2,"user":"u","metadata":{"a":"b"},"store":false,
             "response_format":{"type":"json_schema","json_schema":{"name":"thing","strict":true,"schema":{"type":"object"}}},
             "logprobs":false,"tools":[],"tool_choice":"auto","logit_bias":{},"modalities":["text"],"reasoning_effort":null}
            """);
        var speech = await model.NextAsync();
        speech.Finish();

        Assert.Equal(HttpStatusCode.OK, (await asking).Status);
        var o = speech.Options!;
        Assert.Equal((7, 0.5f, 0.25f, 3, -4L, -2f, 2f), (o.MaxOutputTokens, o.Temperature, o.TopP, o.TopK, o.Seed, o.PresencePenalty, o.FrequencyPenalty));
        Assert.Equal((0.125f, 1.5f), (o.AdditionalProperties!["min_p"], o.AdditionalProperties["repeat_penalty"]));
        Assert.Equal(["a", "b"], o.StopSequences!);
        var format = Assert.IsType<ChatResponseFormatJson>(o.ResponseFormat);
        Assert.Equal(("thing", "object"), (format.SchemaName, format.Schema!.Value.GetProperty("type").GetString()));
    }

    [Fact]
    public async Task A_wish_for_more_tokens_than_there_are_is_one_for_all_of_them()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        using var api = new Api(app);

        var asking = api.PostAsync(Path, """{"messages":[{"role":"user","content":"hello"}],"max_tokens":8192}""");
        var speech = await model.NextAsync();
        speech.Finish();

        Assert.Equal(HttpStatusCode.OK, (await asking).Status);
        Assert.InRange(speech.Options!.MaxOutputTokens!.Value, Limits.MaxTokens / 2, Limits.MaxTokens);
    }

    [Theory]
    [InlineData("""{"type":"text"}""", null)]
    [InlineData("""{"type":"json_object"}""", "")]
    public async Task The_format_of_the_answer_reaches_the_model(string format, string? schema)
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        using var api = new Api(app);

        var asking = api.PostAsync(Path, Hello.Replace("{\"m", $"{{\"stop\":\"x\",\"response_format\":{format},\"m", StringComparison.Ordinal));
        var speech = await model.NextAsync();
        speech.Finish();
        await asking;

        Assert.Equal(schema, (speech.Options!.ResponseFormat as ChatResponseFormatJson)?.Schema?.ToString() ?? (speech.Options.ResponseFormat is null ? null : ""));
        Assert.Equal(["x"], speech.Options.StopSequences!);
    }

    [Fact]
    public async Task Messages_keep_their_roles_and_parts_of_text_are_joined()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        using var api = new Api(app);

        var asking = api.PostAsync(Path, """
            {"messages":[{"role":"system","content":"be kind"},{"role":"developer","content":[{"type":"text","text":"and "},{"type":"text","text":"short"}]},
             {"role":"user","content":"hi","name":"ada"},{"role":"assistant","content":"hello","tool_calls":null},{"role":"user","content":"go on"}]}
            """);
        var speech = await model.NextAsync();
        speech.Finish();
        await asking;

        Assert.Equal(
            [("system", "be kind"), ("system", "and short"), ("user", "hi"), ("assistant", "hello"), ("user", "go on")],
            speech.Prompt.Select(m => (m.Role.Value, m.Text)));
        Assert.Equal("ada", speech.Prompt[2].AuthorName);
    }

    [Theory]
    [InlineData("messages", """{}""")]
    [InlineData("messages", """{"messages":[]}""")]
    [InlineData("messages", """{"messages":"hello"}""")]
    [InlineData("messages[0]", """{"messages":[null]}""")]
    [InlineData("messages[0].role", """{"messages":[{"content":"x"}]}""")]
    [InlineData("messages[1].role", """{"messages":[{"role":"user","content":"x"},{"role":"tool","content":"x","tool_call_id":"1"}]}""")]
    [InlineData("messages[0].tool_calls", """{"messages":[{"role":"assistant","content":"x","tool_calls":[{"id":"1"}]}]}""")]
    [InlineData("messages[0].content", """{"messages":[{"role":"user"}]}""")]
    [InlineData("messages[0].content", """{"messages":[{"role":"user","content":5}]}""")]
    [InlineData("messages[0].content[1]", """{"messages":[{"role":"user","content":[{"type":"text","text":"see"},{"type":"image_url","image_url":{"url":"data:"}}]}]}""")]
    [InlineData("messages[0].content[0].text", """{"messages":[{"role":"user","content":[{"type":"text"}]}]}""")]
    [InlineData("max_tokens", """{"max_tokens":0,"messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("max_tokens", """{"max_completion_tokens":-1,"messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("max_tokens", """{"max_tokens":"many","messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("temperature", """{"temperature":2.1,"messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("top_p", """{"top_p":0,"messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("top_k", """{"top_k":-1,"messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("min_p", """{"min_p":2,"messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("repeat_penalty", """{"repeat_penalty":0,"messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("presence_penalty", """{"presence_penalty":3,"messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("frequency_penalty", """{"frequency_penalty":-3,"messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("stop", """{"stop":["1","2","3","4","5","6","7","8","9"],"messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("stop", """{"stop":[""],"messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("stop", """{"stop":{},"messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("n", """{"n":2,"messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("stream_options", """{"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("response_format.type", """{"response_format":{"type":"xml"},"messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("response_format.type", """{"response_format":{},"messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("response_format.json_schema.schema", """{"response_format":{"type":"json_schema"},"messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("logprobs", """{"logprobs":true,"messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("top_logprobs", """{"top_logprobs":2,"messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("tools", """{"tools":[{"type":"function","function":{"name":"f"}}],"messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("tool_choice", """{"tool_choice":"required","messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("functions", """{"functions":[{"name":"f"}],"messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("function_call", """{"function_call":{"name":"f"},"messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("logit_bias", """{"logit_bias":{"50256":-100},"messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("modalities", """{"modalities":["text","audio"],"messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("audio", """{"audio":{"voice":"alloy"},"messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("web_search_options", """{"web_search_options":{"search_context_size":"low"},"messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("reasoning_effort", """{"reasoning_effort":"high","messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("verbosity", """{"verbosity":"low","messages":[{"role":"user","content":"x"}]}""")]
    [InlineData(null, """[]""")]
    [InlineData(null, """{"messages":""")]
    [InlineData(null, "null")]
    [InlineData(null, "")]
    public async Task What_cannot_be_met_is_refused_with_the_fields_name_and_nothing_is_generated(string? param, string body)
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        using var api = new Api(app);

        var answer = await api.PostAsync(Path, body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(["message", "type", "param", "code"], answer.Error.AsObject().Select(p => p.Key));
        Assert.Equal(("invalid_request_error", param, null), ((string?)answer.Error["type"], (string?)answer.Error["param"], (string?)answer.Error["code"]));
        Assert.NotEmpty((string)answer.Error["message"]!);
        Assert.Null(app.Get<Confab.Inference.Catalog.ModelCatalog>().Find("scripted")!.Measured.TimeToFirstToken);
        Assert.Equal(0, app.Get<Confab.Server.Generation.OwnStreams>().Count);
    }

    [Theory]
    [InlineData("a", "a", "requested")]
    [InlineData("B", "b", "requested")]
    [InlineData("", "a", "default")]
    [InlineData("auto", "a", "default")]
    [InlineData("default", "a", "default")]
    [InlineData("balanced", null, "balanced")]
    [InlineData("router:round-robin", null, "round-robin")]
    [InlineData("Router:Least-Loaded", null, "least-loaded")]
    public async Task The_field_model_names_a_model_or_how_to_choose_one(string name, string? chosen, string strategy)
    {
        var (a, b) = (new ScriptedModel(), new ScriptedModel());
        await using var app = await ChatApplication.StartAsync(o => o with { Models = [ScriptedModel.As("a", a), ScriptedModel.As("b", b)] });
        using var api = new Api(app);

        var asking = api.PostAsync(Path, $$"""{"model":"{{name}}","messages":[{"role":"user","content":"x"}]}""");
        (await await Task.WhenAny(a.NextAsync(), b.NextAsync())).Say("hi").Finish();
        var answer = await asking;

        Assert.Equal(strategy, (string?)answer.Json["confab"]!["strategy"]);
        Assert.Equal((string?)answer.Json["model"], (string?)answer.Json["confab"]!["model"]);
        if (chosen is not null) Assert.Equal(chosen, (string?)answer.Json["model"]);
        else Assert.Equal(["a", "b"], answer.Json["confab"]!["alternatives"]!.AsArray().Select(m => (string)m!["model"]!).Order());
    }

    [Theory]
    [InlineData("false")]
    [InlineData("true")]
    public async Task A_model_that_is_not_there_is_not_found(string stream)
    {
        await using var app = await ChatApplication.StartAsync(new ScriptedModel());
        using var api = new Api(app);

        var answer = await api.PostAsync(Path, $$"""{"model":"gpt-9","stream":{{stream}},"messages":[{"role":"user","content":"x"}]}""");

        Assert.Equal((HttpStatusCode.NotFound, "model_not_found", "model"), (answer.Status, (string?)answer.Error["code"], (string?)answer.Error["param"]));
        Assert.Contains("scripted", (string?)answer.Error["message"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_prompt_that_no_model_can_hold_is_refused_as_too_long(bool streams)
    {
        await using var app = await ChatApplication.StartAsync(o => o with { Models = [ScriptedModel.As("scripted", new(), contextLength: 4)] });
        using var api = new Api(app);

        var answer = await api.PostAsync(Path, (streams ? HelloStream : Hello).Replace("hello", "one two three four", StringComparison.Ordinal));

        Assert.Equal((HttpStatusCode.BadRequest, "context_length_exceeded"), (answer.Status, (string?)answer.Error["code"]));
        Assert.Contains("5 tokens", (string?)answer.Error["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_fails_before_its_first_word_is_an_error_of_the_server_also_for_a_stream()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        using var api = new Api(app);

        var asking = api.PostAsync(Path, HelloStream);
        (await model.NextAsync()).Fail(new InvalidOperationException("a secret"));
        var answer = await asking;

        Assert.Equal((HttpStatusCode.InternalServerError, "server_error", "internal"), (answer.Status, (string?)answer.Error["type"], (string?)answer.Error["code"]));
        Assert.DoesNotContain("secret", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_fails_in_the_middle_ends_the_stream_with_an_error_and_without_DONE()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        using var api = new Api(app);

        var asking = api.StreamAsync(Path, HelloStream);
        var speech = (await model.NextAsync()).Say("half");
        using var stream = await asking;
        await stream.DataAsync();
        await stream.DataAsync();
        speech.Fail(new InvalidOperationException("a secret"));
        var rest = await stream.DataToTheEndAsync();

        Assert.Equal("internal", (string?)JsonNode.Parse(Assert.Single(rest))!["error"]!["code"]);
    }

    [Fact]
    public async Task The_built_in_agent_answers_without_weights_but_does_not_pretend_to_know_JSON()
    {
        await using var app = await ChatApplication.StartAsync();
        using var api = new Api(app);

        var answer = await api.PostAsync(Path, Hello);
        var json = await api.PostAsync(Path, Hello.Replace("{\"m", """{"response_format":{"type":"json_object"},"m""", StringComparison.Ordinal));

        Assert.Equal((HttpStatusCode.OK, "intents"), (answer.Status, (string?)answer.Json["model"]));
        Assert.NotEmpty((string)answer.Json["choices"]![0]!["message"]!["content"]!);
        Assert.Equal(HttpStatusCode.BadRequest, json.Status);
    }

    static string Raw(JsonNode node) => node.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
