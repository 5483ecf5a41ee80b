using Confab.Inference.Llama;
using Confab.TestModels;

namespace Confab.Tests.Inference.Llama;

public sealed class CacheTypeTests
{
    static readonly TinyModelOptions s_wideHeads = new() { Width = 128 };

    [Theory]
    [InlineData(CacheType.F16)]
    [InlineData(CacheType.Q8)]
    [InlineData(CacheType.Q4)]
    public async Task Every_form_of_the_cache_says_the_script(CacheType type)
    {
        using var file = TestModel.Scripted("It is said word for word.", s_wideHeads);
        await using var model = await file.LoadAsync(new() { ContextLength = 512, CacheType = type });

        Assert.Equal("It is said word for word.", (await model.AskAsync("go " + new string('a', 200))).Text);
    }

    [Theory]
    [InlineData(CacheType.Q8)]
    [InlineData(CacheType.Q4)]
    public async Task Answers_that_share_a_small_cache_are_the_same_as_alone(CacheType type)
    {
        using var file = TestModel.Endless(s_wideHeads);
        await using var alone = await file.LoadAsync(new() { ContextLength = 512, Slots = 1, CacheType = type });
        await using var shared = await file.LoadAsync(new() { ContextLength = 512, Slots = 4, CacheType = type });
        string[] questions = ["first", "a second one", "third?", "and a fourth, which is longer"];

        var together = await Task.WhenAll(questions.Select(question => shared.AskAsync(question, Ask.Greedy(60))));

        for (var i = 0; i < questions.Length; i++)
            Assert.Equal((await alone.AskAsync(questions[i], Ask.Greedy(60))).Text, together[i].Text);
    }

    [Fact]
    public async Task Heads_that_do_not_fill_a_block_are_named_as_the_reason()
    {
        using var file = TestModel.Endless(new() { Width = 64 });

        var refusal = await Assert.ThrowsAsync<ModelLoadException>(() => file.LoadAsync(new() { CacheType = CacheType.Q8 }));

        Assert.Contains("does not divide", refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_form_that_does_not_exist_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() =>
    {
        _ = LlamaEngine.LoadAsync("x.gguf", new() { CacheType = (CacheType)7 });
    });
}
