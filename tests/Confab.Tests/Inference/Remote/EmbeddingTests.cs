using Confab.Inference.Engines.OpenAi;
using Confab.Inference.Engines.Remote;
using Confab.Tests.Support;
using Microsoft.Extensions.AI;

namespace Confab.Tests.Inference.Remote;

public sealed class EmbeddingTests : IAsyncLifetime
{
    FaultyEndpoint _server = null!;

    public async ValueTask InitializeAsync() => _server = await FaultyEndpoint.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Texts_become_vectors_in_their_own_order()
    {
        _server.Always(reply => reply.JsonAsync(
            """{"object":"list","model":"m","data":[{"object":"embedding","index":1,"embedding":[3,4]},{"object":"embedding","index":0,"embedding":[1,2.5]}],"usage":{"prompt_tokens":5,"total_tokens":5}}"""));
        await using var model = OpenAiEngine.Connect(Options());

        var vectors = await Generator(model.Client)!.GenerateAsync(["one", "two"]);

        Assert.Equal([1, 2.5f], vectors[0].Vector.ToArray());
        Assert.Equal([3, 4], vectors[1].Vector.ToArray());
        Assert.Equal(5, vectors.Usage!.InputTokenCount);
        var request = await _server.NextAsync();
        Assert.Equal("/v1/embeddings", request.Path);
        Assert.Equal("far-away", request.Body.GetProperty("model").GetString());
        Assert.Equal(["one", "two"], request.Body.GetProperty("input").EnumerateArray().Select(text => text.GetString()));
    }

    [Fact]
    public async Task Nothing_is_asked_for_no_texts()
    {
        await using var model = OpenAiEngine.Connect(Options());

        Assert.Empty(await Generator(model.Client)!.GenerateAsync([]));
        Assert.Equal(0, _server.Requests);
    }

    [Fact]
    public async Task A_model_that_is_not_said_to_embed_has_no_generator()
    {
        await using var model = OpenAiEngine.Connect(Options() with { Capabilities = ["chat"] });

        Assert.Null(Generator(model.Client));
    }

    [Theory]
    [InlineData("""{"data":[{"index":0,"embedding":[1]}]}""", "1 embeddings for 2 texts")]
    [InlineData("""{"data":7}""", "no model's answer")]
    [InlineData("{", "no model's answer")]
    public async Task Something_else_is_a_fault(string body, string said)
    {
        _server.Always(reply => reply.JsonAsync(body));
        await using var model = OpenAiEngine.Connect(Options());

        var fault = await Assert.ThrowsAsync<RemoteModelException>(() => Generator(model.Client)!.GenerateAsync(["one", "two"]));

        Assert.Contains(said, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failing_server_is_asked_once()
    {
        _server.Always(reply => reply.StatusAsync(500, "ouch"));
        await using var model = OpenAiEngine.Connect(Options());

        var fault = await Assert.ThrowsAsync<RemoteModelException>(() => Generator(model.Client)!.GenerateAsync(["one"]));

        Assert.True(fault.IsTransient);
        Assert.Equal(1, _server.Requests);
    }

    [Fact]
    public async Task Cancelling_reaches_the_server()
    {
        _server.Always(reply => reply.SilenceAsync());
        await using var model = OpenAiEngine.Connect(Options());
        using var stop = new CancellationTokenSource();

        var asking = Generator(model.Client)!.GenerateAsync(["one"], null, stop.Token);
        var request = await _server.NextAsync();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await request.Gone;
    }

    RemoteModelOptions Options() => Dialect.OpenAi.Options(_server) with { Capabilities = ["chat", "embeddings"] };

    static IEmbeddingGenerator<string, Embedding<float>>? Generator(IChatClient client) =>
        (IEmbeddingGenerator<string, Embedding<float>>?)client.GetService(typeof(IEmbeddingGenerator<string, Embedding<float>>));
}
