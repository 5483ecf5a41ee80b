using System.Text.Json;
using Confab.Tests.Inference.Llama;
using Confab.Tests.Support;
using Microsoft.Extensions.AI;

namespace Confab.Tests.Inference.Remote;

/// <summary>What is sent to Anthropic's API, and what of its answers is peculiar to it.</summary>
public sealed class AnthropicRequestTests : IAsyncLifetime
{
    FaultyEndpoint _server = null!;

    public async ValueTask InitializeAsync() => _server = await FaultyEndpoint.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Every_option_that_the_service_knows_is_sent()
    {
        var body = await BodyAsync(new()
        {
            ModelId = "ours",
            MaxOutputTokens = 77,
            StopSequences = ["END", "###"],
        });

        Assert.Equal("far-away", body.GetProperty("model").GetString());
        Assert.Equal(77, body.GetProperty("max_tokens").GetInt32());
        Assert.Equal(["END", "###"], body.GetProperty("stop_sequences").EnumerateArray().Select(stop => stop.GetString()));
        Assert.True(body.GetProperty("stream").GetBoolean());
    }

    [Fact]
    public async Task What_the_service_refuses_is_not_sent()
    {
        var body = await BodyAsync(new() { Temperature = 0.5f, TopP = 0.25f, TopK = 13, Seed = 4, FrequencyPenalty = 1, StopSequences = [" "] });

        Assert.Equal(["max_tokens", "messages", "model", "stream"], body.EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(200_000, 4096)]
    [InlineData(2000, 1000)]
    public async Task A_limit_is_sent_also_where_none_was_set(int context, int limit)
    {
        _server.Always(reply => Dialect.Anthropic.SayAsync(reply, "yes"));
        await using var model = Dialect.Anthropic.Connect(Dialect.Anthropic.Options(_server) with { ContextLength = context });

        await model.AskAsync("hello", new());

        Assert.Equal(limit, (await _server.NextAsync()).Body.GetProperty("max_tokens").GetInt32());
    }

    [Fact]
    public async Task Instructions_and_system_messages_go_where_the_service_wants_them()
    {
        _server.Always(reply => Dialect.Anthropic.SayAsync(reply, "yes"));
        await using var model = Dialect.Anthropic.Connect(_server);

        await model.AskAsync(
            [new(ChatRole.System, "be kind"), Ask.User("hi"), new(ChatRole.Assistant, "hello"), new(ChatRole.System, "be true"), Ask.User("and now?")],
            new() { Instructions = "be short" });

        var body = (await _server.NextAsync()).Body;
        Assert.Equal(["be short", "be kind", "be true"], body.GetProperty("system").EnumerateArray().Select(block => block.GetProperty("text").GetString()));
        Assert.Equal(["user", "assistant", "user"], body.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("role").GetString()));
    }

    [Fact]
    public async Task Usage_is_what_the_service_counted()
    {
        _server.Always(reply => Dialect.Anthropic.SayAsync(reply, "one", " two"));
        await using var model = Dialect.Anthropic.Connect(_server);

        var answer = await model.AskAsync("hello", new());

        Assert.Equal((7, 2, 9), (answer.Usage.InputTokenCount, answer.Usage.OutputTokenCount, answer.Usage.TotalTokenCount));
    }

    [Fact]
    public async Task A_wish_for_json_is_sent_with_its_schema()
    {
        using var schema = JsonDocument.Parse("""{"type":"object","properties":{"age":{"type":"integer"}},"required":["age"]}""");

        var body = await BodyAsync(new() { ResponseFormat = ChatResponseFormat.ForJsonSchema(schema.RootElement, "person") });

        var format = body.GetProperty("output_config").GetProperty("format");
        Assert.Equal("integer", format.GetProperty("schema").GetProperty("properties").GetProperty("age").GetProperty("type").GetString());
    }

    async Task<JsonElement> BodyAsync(ChatOptions options)
    {
        _server.Always(reply => Dialect.Anthropic.SayAsync(reply, "yes"));
        await using var model = Dialect.Anthropic.Connect(_server);
        await model.AskAsync("hello", options);
        return (await _server.NextAsync()).Body;
    }
}
