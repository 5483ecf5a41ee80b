using System.Net;
using Confab.Inference.Catalog;
using Confab.Tests.Support;
using Microsoft.Extensions.AI;

namespace Confab.Tests.Generations;

public class EmbeddingTests
{
    const string Path = "/v1/embeddings";

    [Fact]
    public async Task Each_text_becomes_its_numbers()
    {
        await using var app = await StartAsync();
        using var api = new Api(app);

        var answer = await api.PostAsync(Path, """{"input":["ab","c"]}""");

        Assert.Equal(
            """{"data":[{"index":0,"embedding":[2,0.5,-1],"object":"embedding"},{"index":1,"embedding":[1,0.5,-1],"object":"embedding"}],"model":"vectors","usage":{"prompt_tokens":3,"total_tokens":3},"object":"list"}""",
            answer.Text);
    }

    [Fact]
    public async Task Base64_holds_the_same_numbers_as_little_endian_floats()
    {
        await using var app = await StartAsync();
        using var api = new Api(app);

        var answer = await api.PostAsync(Path, """{"model":"VECTORS","input":"ab","encoding_format":"base64","dimensions":3}""");

        var bytes = Convert.FromBase64String((string)answer.Json["data"]![0]!["embedding"]!);
        Assert.Equal([0, 0, 0, 0x40, 0, 0, 0, 0x3f, 0, 0, 0x80, 0xbf], bytes);
    }

    [Theory]
    [InlineData("input", "{}")]
    [InlineData("input", """{"input":""}""")]
    [InlineData("input", """{"input":[]}""")]
    [InlineData("input", """{"input":["a",""]}""")]
    [InlineData("input", """{"input":[1,2]}""")]
    [InlineData("encoding_format", """{"input":"a","encoding_format":"hex"}""")]
    [InlineData("dimensions", """{"input":"a","dimensions":2}""")]
    [InlineData("dimensions", """{"input":"a","dimensions":0}""")]
    [InlineData("model", """{"input":"a","model":"scripted"}""")]
    public async Task What_cannot_be_met_is_refused_with_the_fields_name(string param, string body)
    {
        await using var app = await StartAsync();
        using var api = new Api(app);

        var answer = await api.PostAsync(Path, body);

        Assert.Equal((HttpStatusCode.BadRequest, param), (answer.Status, (string?)answer.Error["param"]));
    }

    [Fact]
    public async Task Without_a_model_that_embeds_there_is_none_to_be_found()
    {
        await using var app = await ChatApplication.StartAsync(new ScriptedModel());
        using var api = new Api(app);

        foreach (var body in new[] { """{"input":"a"}""", """{"input":"a","model":"gpt-9"}""" })
            Assert.Equal((HttpStatusCode.NotFound, "model_not_found"), await api.PostAsync(Path, body) is var a ? (a.Status, (string?)a.Error["code"]) : default);
    }

    [Fact]
    public async Task A_text_that_is_too_long_is_refused_as_such()
    {
        await using var app = await StartAsync();
        using var api = new Api(app);

        var answer = await api.PostAsync(Path, """{"input":"toolong"}""");

        Assert.Equal((HttpStatusCode.BadRequest, "context_length_exceeded"), (answer.Status, (string?)answer.Error["code"]));
    }

    static Task<ChatApplication> StartAsync()
    {
        var client = new EmbeddingModel();
        var card = new ModelCard { Id = "vectors", Name = "vectors", Engine = "scripted", ContextLength = 8, Slots = 1, Capabilities = ["embeddings"] };
        var model = new Model(card, new RunningModel { Client = client, TextTokens = t => t.Length, PromptTokens = m => m.Sum(t => t.Text.Length) });
        return ChatApplication.StartAsync(o => o with { Models = [ScriptedModel.As("scripted", new()), model] });
    }

    /// <summary>A text's first number is its length.</summary>
    sealed class EmbeddingModel : DelegatingChatClient, IEmbeddingGenerator<string, Embedding<float>>
    {
        public EmbeddingModel() : base(new ScriptedModel())
        {
        }

        public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
        {
            var texts = values.ToList();
            if (texts.Contains("toolong")) throw new PromptTooLongException(9, 8);
            var tokens = texts.Sum(t => t.Length);
            return Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(texts.Select(t => new Embedding<float>(new float[] { t.Length, 0.5f, -1 })))
            {
                Usage = new() { InputTokenCount = tokens, TotalTokenCount = tokens },
            });
        }

        public override object? GetService(Type serviceType, object? serviceKey = null) => serviceType.IsInstanceOfType(this) ? this : null;
    }
}
