using Confab.Inference.Engines.OpenAi;
using Confab.Inference.Engines.Remote;
using Confab.Tests.Support;

namespace Confab.Tests.Inference.Remote;

public sealed class DiscoveryTests : IAsyncLifetime
{
    readonly FakeTime _time = new();
    FaultyEndpoint _server = null!;

    public async ValueTask InitializeAsync() => _server = await FaultyEndpoint.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task An_endpoints_models_are_listed_with_what_it_tells_of_them()
    {
        using var variable = new EnvironmentKey("secret");
        _server.Always(reply => reply.JsonAsync(
            """
            {"object":"list","data":[
              {"id":"llama3.2:3b","object":"model","created":1,"owned_by":"library"},
              {"id":"from-vllm","max_model_len":32768},
              {"id":"from-llama-server","meta":{"n_ctx_train":4096}},
              {"id":"from-openrouter","context_length":128000},
              {"name":"without an id"}]}
            """));

        var models = await OpenAiEngine.DiscoverAsync(new(_server.Address, "/v1"), variable.Name);

        Assert.Equal(
            [new("llama3.2:3b", null, "library"), new("from-vllm", 32768), new("from-llama-server", 4096), new("from-openrouter", 128000)],
            models);
        var request = await _server.NextAsync();
        Assert.Equal("/v1/models", request.Path);
        Assert.Equal("Bearer secret", request.Headers["Authorization"]);
    }

    [Theory]
    [InlineData("""{"object":"list","data":null}""")]
    [InlineData("""{"data":[]}""")]
    public async Task An_endpoint_may_have_none(string body)
    {
        _server.Always(reply => reply.JsonAsync(body));

        Assert.Empty(await OpenAiEngine.DiscoverAsync(_server.Address));
    }

    [Theory]
    [InlineData("{}", "it has no list of models")]
    [InlineData("[]", "it has no list of models")]
    [InlineData("hello", "no model's answer")]
    [InlineData("{\"data\":[", "no model's answer")]
    public async Task Something_else_is_no_list(string body, string said)
    {
        _server.Always(reply => reply.JsonAsync(body));

        var fault = await Assert.ThrowsAsync<RemoteModelException>(() => OpenAiEngine.DiscoverAsync(_server.Address));

        Assert.Contains(said, fault.Message, StringComparison.Ordinal);
        Assert.Equal("", fault.ModelId);
    }

    [Fact]
    public async Task A_page_that_is_not_there_points_to_the_address()
    {
        _server.Always(reply => reply.StatusAsync(404, "nope"));

        var fault = await Assert.ThrowsAsync<RemoteModelException>(() => OpenAiEngine.DiscoverAsync(_server.Address));

        Assert.Contains("does the address end with its version, as in /v1?", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silence_ends_after_half_a_minute()
    {
        _server.Always(reply => reply.SilenceAsync());

        var asking = OpenAiEngine.DiscoverAsync(_server.Address, time: _time);
        var request = await _server.NextAsync();
        _time.Advance(TimeSpan.FromSeconds(30));

        await Assert.ThrowsAsync<RemoteModelException>(() => asking);
        await request.Gone;
    }
}
