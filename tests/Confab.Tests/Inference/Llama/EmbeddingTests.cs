using Confab.Inference.Catalog;
using Confab.Inference.Llama;
using Confab.Inference.Llama.Embeddings;
using Confab.TestModels;
using Microsoft.Extensions.AI;

namespace Confab.Tests.Inference.Llama;

public sealed class EmbeddingTests
{
    static readonly string[] s_texts =
        [.. Enumerable.Range(0, 40).Select(i => string.Join(' ', Enumerable.Range(0, 1 + i % 7).Select(word => $"{(char)('a' + (i + word) % 26)}{i}")))];

    public static TheoryData<string> Models => ["bert", "decoder, mean", "decoder, last"];

    [Theory]
    [MemberData(nameof(Models))]
    public async Task Equal_texts_have_the_same_embedding_and_others_do_not(string kind)
    {
        using var file = Write(kind);
        await using var model = await file.LoadAsync(new() { ContextLength = 256, BatchSize = 128 });

        var embeddings = await GeneratorOf(model).GenerateAsync(["a cat", "quite another thing 7", "a cat"]);

        Assert.All(embeddings, embedding => Assert.Equal(1, Cosine(embedding, embedding), 5));
        Assert.Equal(1, Cosine(embeddings[0], embeddings[2]), 5);
        Assert.InRange(Cosine(embeddings[0], embeddings[1]), -1, 0.995);
        Assert.Equal(64, embeddings[0].Vector.Length);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public async Task A_text_has_the_same_embedding_alone_and_among_others_in_any_order(string kind)
    {
        using var file = Write(kind);
        await using var model = await file.LoadAsync(new() { ContextLength = 256, BatchSize = 128 });
        var generator = GeneratorOf(model);

        var together = await generator.GenerateAsync(s_texts);
        var backwards = await generator.GenerateAsync(s_texts.Reverse());

        Assert.Equal(s_texts.Length, together.Count);
        for (var i = 0; i < s_texts.Length; i++)
        {
            var alone = await generator.GenerateAsync([s_texts[i]]);
            Assert.Equal(1, Cosine(alone[0], together[i]), 4);
            Assert.Equal(1, Cosine(backwards[^(i + 1)], together[i]), 4);
        }
        Assert.Equal(together.Usage!.InputTokenCount, backwards.Usage!.InputTokenCount);
    }

    [Fact]
    public async Task The_last_token_and_the_mean_of_all_give_different_embeddings()
    {
        using var mean = Write("decoder, mean");
        using var last = Write("decoder, last");
        await using var one = await mean.LoadAsync(new() { ContextLength = 256 });
        await using var other = await last.LoadAsync(new() { ContextLength = 256 });

        var cosine = Cosine((await GeneratorOf(one).GenerateAsync(["a cat"]))[0], (await GeneratorOf(other).GenerateAsync(["a cat"]))[0]);

        Assert.InRange(cosine, -1, 0.999);
    }

    [Fact]
    public async Task A_model_that_only_makes_embeddings_loads_and_says_that_it_cannot_chat()
    {
        using var file = TestModel.Embedding();
        await using var model = await file.LoadAsync();

        var refusal = await Assert.ThrowsAsync<ChatTemplateException>(() => model.Client.GetResponseAsync("hello"));

        Assert.Equal("The model 'tiny' makes embeddings only: it cannot answer. Choose a model that can chat.", refusal.Message);
        Assert.Throws<ChatTemplateException>(() => { _ = model.Client.GetStreamingResponseAsync("hello"); });
        Assert.Equal(["embeddings"], model.Card.Capabilities);
        Assert.Equal(128, model.ContextLength);
    }

    [Fact]
    public async Task What_a_model_can_do_is_listed()
    {
        using var chatting = TestModel.Endless();
        using var continuing = TestModel.Endless(new() { ChatTemplate = null });
        using var ranking = TestModel.Endless(new() { PoolingType = 4 });
        await using var chat = await chatting.LoadAsync();
        await using var completion = await continuing.LoadAsync();
        await using var rank = await ranking.LoadAsync();

        Assert.Equal(["chat", "completion", "json", "embeddings"], chat.Card.Capabilities);
        Assert.Equal(["completion", "json", "embeddings"], completion.Card.Capabilities);
        Assert.Equal(["chat", "completion", "json"], rank.Card.Capabilities);
        Assert.Null(rank.Client.GetService(typeof(IEmbeddingGenerator<string, Embedding<float>>)));
        Assert.Same(chat.Client, chat.Client.GetService(typeof(IChatClient)));
    }

    [Fact]
    public async Task A_text_that_is_too_long_or_empty_is_refused()
    {
        using var file = TestModel.Embedding();
        await using var model = await file.LoadAsync();
        var generator = GeneratorOf(model);

        var tooLong = await Assert.ThrowsAsync<PromptTooLongException>(() => generator.GenerateAsync(["fine", new string('a', 200)]));
        await Assert.ThrowsAsync<ArgumentException>(() => generator.GenerateAsync(["a"], new() { Dimensions = 32 }));

        Assert.Equal((202, 128), (tooLong.PromptTokens, tooLong.ContextLength));
        Assert.Equal(128, ((LlamaEmbeddingGenerator)generator).MaxTokens);
        Assert.Empty(await generator.GenerateAsync([]));
        Assert.Equal(64, generator.GetService<EmbeddingGeneratorMetadata>()!.DefaultModelDimensions);
    }

    [Fact]
    public async Task Embeddings_are_made_while_answers_run_and_disturb_none()
    {
        using var file = TestModel.Endless();
        await using var model = await file.LoadAsync(new() { ContextLength = 1024, Slots = 2 });
        var undisturbed = await model.AskAsync("hello", Ask.Greedy(400));

        var answer = model.AskAsync("hello", Ask.Greedy(400));
        var embeddings = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => GeneratorOf(model).GenerateAsync(s_texts)));

        Assert.Equal(undisturbed.Text, (await answer).Text);
        Assert.All(embeddings, made => Assert.Equal(s_texts.Length, made.Count));
    }

    [Fact]
    public async Task Cancelling_and_unloading_end_it()
    {
        using var file = TestModel.Embedding();
        var model = await file.LoadAsync();
        var generator = GeneratorOf(model);
        await generator.GenerateAsync(["a"]);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => generator.GenerateAsync(["a"], cancellationToken: new CancellationToken(canceled: true)));
        var many = generator.GenerateAsync(Enumerable.Repeat(string.Join(' ', s_texts[..8]), 5000));
        await model.DisposeAsync();

        await Assert.ThrowsAsync<ModelUnloadedException>(() => many);
        await Assert.ThrowsAsync<ModelUnloadedException>(() => generator.GenerateAsync(["a"]));
    }

    static TestModel Write(string kind) => kind switch
    {
        "bert" => TestModel.Embedding(),
        "decoder, mean" => TestModel.Endless(),
        _ => TestModel.Endless(new TinyModelOptions { PoolingType = 3 }),
    };

    static IEmbeddingGenerator<string, Embedding<float>> GeneratorOf(Model model) =>
        (IEmbeddingGenerator<string, Embedding<float>>)model.Client.GetService(typeof(IEmbeddingGenerator<string, Embedding<float>>))!;

    static double Cosine(Embedding<float> one, Embedding<float> other) =>
        one.Vector.ToArray().Zip(other.Vector.ToArray(), (a, b) => (double)a * b).Sum();
}
