using System.ComponentModel;
using System.Text.Json;
using Confab.Inference.Engines.OpenAi;
using Confab.Inference.Engines.Remote;
using Confab.Tests.Inference.Llama;
using Confab.Tests.Support;
using Microsoft.Extensions.AI;

namespace Confab.Tests.Inference.Remote;

/// <summary>What is sent to OpenAI's API and its likes, and what of their answers is peculiar to them.</summary>
public sealed class OpenAiRequestTests : IAsyncLifetime
{
    FaultyEndpoint _server = null!;

    public async ValueTask InitializeAsync() => _server = await FaultyEndpoint.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Every_option_that_is_set_is_sent()
    {
        var body = await BodyAsync(new()
        {
            ModelId = "ours",
            MaxOutputTokens = 77,
            Temperature = 0.5f,
            TopP = 0.25f,
            TopK = 13,
            Seed = 4_000_000_000,
            FrequencyPenalty = 0.75f,
            PresencePenalty = -0.5f,
            StopSequences = ["END", "###"],
            AdditionalProperties = new() { ["repeat_penalty"] = 1.5f, ["min_p"] = 0.125f },
        });

        Assert.Equal("far-away", body.GetProperty("model").GetString());
        Assert.Equal(77, body.GetProperty("max_tokens").GetInt32());
        Assert.Equal(0.5, body.GetProperty("temperature").GetDouble());
        Assert.Equal(0.25, body.GetProperty("top_p").GetDouble());
        Assert.Equal(13, body.GetProperty("top_k").GetInt32());
        Assert.Equal(4_000_000_000, body.GetProperty("seed").GetInt64());
        Assert.Equal(0.75, body.GetProperty("frequency_penalty").GetDouble());
        Assert.Equal(-0.5, body.GetProperty("presence_penalty").GetDouble());
        Assert.Equal(1.5, body.GetProperty("repeat_penalty").GetDouble());
        Assert.Equal(0.125, body.GetProperty("min_p").GetDouble());
        Assert.Equal(["END", "###"], body.GetProperty("stop").EnumerateArray().Select(stop => stop.GetString()));
        Assert.True(body.GetProperty("stream").GetBoolean());
        Assert.True(body.GetProperty("stream_options").GetProperty("include_usage").GetBoolean());
    }

    [Fact]
    public async Task What_is_not_set_is_not_sent()
    {
        var body = await BodyAsync(new() { StopSequences = [""] });

        Assert.Equal(["messages", "model", "stream", "stream_options"], body.EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Of_many_stop_sequences_the_first_four_are_sent_and_all_are_kept()
    {
        _server.Always(reply => Dialect.OpenAi.SayAsync(reply, "one ", "two six ", "three"));
        await using var model = Dialect.OpenAi.Connect(_server);

        var answer = await model.AskAsync("hello", new() { StopSequences = ["a1", "a2", "a3", "a4", "five", "six"] });

        Assert.Equal("one two ", answer.Text);
        Assert.Equal(4, (await _server.NextAsync()).Body.GetProperty("stop").GetArrayLength());
    }

    [Fact]
    public async Task Messages_keep_their_roles_and_order_and_instructions_come_first()
    {
        _server.Always(reply => Dialect.OpenAi.SayAsync(reply, "yes"));
        await using var model = Dialect.OpenAi.Connect(_server);

        await model.AskAsync(
            [new(ChatRole.System, "be kind"), Ask.User("hi"), new(ChatRole.Assistant, "hello"), new(ChatRole.User, [new TextContent("one\n"), new TextContent("two")])],
            new() { Instructions = "be short" });

        var messages = (await _server.NextAsync()).Body.GetProperty("messages").EnumerateArray().ToList();
        Assert.Equal(
            ["system:be short", "system:be kind", "user:hi", "assistant:hello", "user:one\ntwo"],
            messages.Select(message => $"{message.GetProperty("role").GetString()}:{message.GetProperty("content").GetString()}"));
    }

    [Fact]
    public async Task A_picture_goes_along_with_its_words()
    {
        _server.Always(reply => Dialect.OpenAi.SayAsync(reply, "a cat"));
        await using var model = Dialect.OpenAi.Connect(_server);

        await model.AskAsync([new(ChatRole.User, [new TextContent("what is it?"), new DataContent(new byte[] { 1, 2, 3 }, "image/png")])]);

        var parts = (await _server.NextAsync()).Body.GetProperty("messages")[0].GetProperty("content").EnumerateArray().ToList();
        Assert.Equal("what is it?", parts[0].GetProperty("text").GetString());
        Assert.Equal("data:image/png;base64,AQID", parts[1].GetProperty("image_url").GetProperty("url").GetString());
    }

    [Fact]
    public async Task A_wish_for_json_is_sent_with_its_schema()
    {
        using var schema = JsonDocument.Parse("""{"type":"object","properties":{"age":{"type":"integer"}}}""");

        var free = await BodyAsync(new() { ResponseFormat = ChatResponseFormat.Json });
        var bound = await BodyAsync(new() { ResponseFormat = ChatResponseFormat.ForJsonSchema(schema.RootElement, "person") });

        Assert.Equal("json_object", free.GetProperty("response_format").GetProperty("type").GetString());
        var format = bound.GetProperty("response_format");
        Assert.Equal("json_schema", format.GetProperty("type").GetString());
        Assert.Equal("person", format.GetProperty("json_schema").GetProperty("name").GetString());
        Assert.Equal("integer", format.GetProperty("json_schema").GetProperty("schema").GetProperty("properties").GetProperty("age").GetProperty("type").GetString());
    }

    [Fact]
    public void OpenAI_itself_gets_its_new_name_for_the_limit()
    {
        var options = new CompletionOptions(new("https://api.openai.com/v1")).From(new() { MaxOutputTokens = 5 });

        Assert.Equal(5, options.MaxOutputTokenCount);
    }

    [Fact]
    public async Task Tools_are_offered_and_a_call_in_pieces_comes_back_whole()
    {
        static string Call(object call) => OpenAiDialect.Chunk(new { tool_calls = new[] { call } }, null);
        _server.Always(reply => reply.EventsAsync(
            Call(new { index = 0, id = "call-1", type = "function", function = new { name = "weather", arguments = "" } }),
            Call(new { index = 0, function = new { arguments = "{\"city\":" } }),
            Call(new { index = 0, function = new { arguments = "\"Bonn\"}" } }),
            OpenAiDialect.Finish("tool_calls"), OpenAiDialect.Done));
        await using var model = Dialect.OpenAi.Connect(_server);
        var weather = AIFunctionFactory.Create(([Description("where")] string city) => $"rain in {city}", "weather", "the weather");

        var response = await model.Client.GetResponseAsync([Ask.User("hello")], new() { Tools = [weather], ToolMode = ChatToolMode.RequireAny });

        var call = Assert.Single(response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>());
        Assert.Equal(("call-1", "weather", "Bonn"), (call.CallId, call.Name, call.Arguments!["city"]!.ToString()));
        Assert.Equal(ChatFinishReason.ToolCalls, response.FinishReason);
        var body = (await _server.NextAsync()).Body;
        Assert.Equal("weather", body.GetProperty("tools")[0].GetProperty("function").GetProperty("name").GetString());
        Assert.Equal("where", body.GetProperty("tools")[0].GetProperty("function").GetProperty("parameters").GetProperty("properties").GetProperty("city").GetProperty("description").GetString());
        Assert.Equal("required", body.GetProperty("tool_choice").GetString());
    }

    [Fact]
    public async Task A_tools_call_and_its_result_go_back_with_the_next_question()
    {
        _server.Always(reply => Dialect.OpenAi.SayAsync(reply, "It rains."));
        await using var model = Dialect.OpenAi.Connect(_server);

        await model.AskAsync(
        [
            Ask.User("weather?"),
            new(ChatRole.Assistant, [new FunctionCallContent("call-1", "weather", new Dictionary<string, object?> { ["city"] = "Bonn" })]),
            new(ChatRole.Tool, [new FunctionResultContent("call-1", "rain")]),
        ]);

        var messages = (await _server.NextAsync()).Body.GetProperty("messages");
        Assert.Equal("{\"city\":\"Bonn\"}", messages[1].GetProperty("tool_calls")[0].GetProperty("function").GetProperty("arguments").GetString());
        Assert.Equal(("tool", "call-1", "rain"), (messages[2].GetProperty("role").GetString(), messages[2].GetProperty("tool_call_id").GetString(), messages[2].GetProperty("content").GetString()));
    }

    [Fact]
    public async Task Usage_that_the_server_does_not_tell_is_counted_here()
    {
        _server.Always(reply => reply.EventsAsync(
            Dialect.OpenAi.Piece("one"), Dialect.OpenAi.Piece(" two"), OpenAiDialect.Finish("stop"), OpenAiDialect.Done));
        await using var model = Dialect.OpenAi.Connect(_server);

        var answer = await model.AskAsync("twelve bytes", new());

        Assert.Equal((3 + 4, 2, 9), (answer.Usage.InputTokenCount, answer.Usage.OutputTokenCount, answer.Usage.TotalTokenCount));
    }

    [Fact]
    public async Task A_reason_counts_also_where_the_last_word_is_missing()
    {
        _server.Always(reply => reply.EventsAsync(Dialect.OpenAi.Piece("one"), OpenAiDialect.Finish("length")));
        await using var model = Dialect.OpenAi.Connect(_server);

        Assert.Equal(ChatFinishReason.Length, (await model.AskAsync("hello", new())).FinishReason);
    }

    [Fact]
    public async Task A_reason_that_nobody_knows_is_no_silent_end()
    {
        _server.Always(reply => reply.EventsAsync(Dialect.OpenAi.Piece("one"), OpenAiDialect.Finish("abort"), OpenAiDialect.Done));
        await using var model = Dialect.OpenAi.Connect(_server);

        var fault = await Assert.ThrowsAsync<RemoteModelException>(() => model.AskAsync("hello", new()));

        Assert.Contains("no model's answer", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chunks_without_choices_are_no_answer()
    {
        _server.Always(reply => reply.EventsAsync(OpenAiDialect.Usage(1, 0), OpenAiDialect.Done));
        await using var model = Dialect.OpenAi.Connect(_server);

        var fault = await Assert.ThrowsAsync<RemoteModelException>(() => model.AskAsync("hello", new()));

        Assert.Contains("broke the answer off", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_that_names_a_status_is_judged_by_it()
    {
        _server.Always(reply => reply.EventsAsync(Dialect.OpenAi.Piece("one"), """data: {"error":{"code":503,"message":"no slot"}}""" + "\n\n"));
        await using var model = Dialect.OpenAi.Connect(_server);

        var fault = await Assert.ThrowsAsync<RemoteModelException>(() => model.AskAsync("hello", new()));

        Assert.Equal(503, (int)fault.StatusCode!.Value);
        Assert.True(fault.IsTransient);
        Assert.EndsWith("failed while it answered: no slot", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_is_what_the_model_says()
    {
        _server.Always(reply => reply.EventsAsync(OpenAiDialect.Chunk(new { refusal = "I will not." }, null), OpenAiDialect.Finish("stop"), OpenAiDialect.Done));
        await using var model = Dialect.OpenAi.Connect(_server);

        Assert.Equal("I will not.", (await model.AskAsync("hello", new())).Text);
    }

    [Fact]
    public async Task A_whole_answer_where_a_stream_was_asked_for_is_said_to_be_one()
    {
        _server.Always(reply => reply.JsonAsync("""{"choices":[{"message":{"content":"all at once"}}]}"""));
        await using var model = Dialect.OpenAi.Connect(_server);

        var fault = await Assert.ThrowsAsync<RemoteModelException>(() => model.AskAsync("hello", new()));

        Assert.Contains("application/json where a stream of events was asked for", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_go_below_the_address_whether_it_ends_with_a_slash_or_not()
    {
        _server.Always(reply => Dialect.OpenAi.SayAsync(reply, "yes"));
        await using var model = OpenAiEngine.Connect(new() { BaseAddress = new(_server.Address, "/some/where/v1/"), Model = "m" });

        await model.AskAsync("hello", new());

        Assert.Equal("/some/where/v1/chat/completions", (await _server.NextAsync()).Path);
    }

    async Task<JsonElement> BodyAsync(ChatOptions options)
    {
        _server.Always(reply => Dialect.OpenAi.SayAsync(reply, "yes"));
        await using var model = Dialect.OpenAi.Connect(_server);
        await model.AskAsync("hello", options);
        return (await _server.NextAsync()).Body;
    }
}
