using Confab.Inference.Llama;
using Confab.Inference.Llama.Embeddings;
using Confab.TestModels;

namespace Confab.Tests.Inference.Llama;

public sealed class DescribeTests
{
    [Fact]
    public void A_file_says_what_it_holds()
    {
        using var file = TestModel.Wild(new() { Weights = WeightType.Q8_0, PoolingType = 3 });

        var card = LlamaEngine.Describe(file.Path);

        Assert.Equal(("llama", "tiny-random-42", "Q8_0"), (card.Architecture, card.Name, card.Quantisation));
        Assert.Equal((4096, true, PoolingType.Last, false), (card.ContextLength, card.HasChatTemplate, card.Pooling, card.IsEmbeddingOnly));
        Assert.Equal(new FileInfo(file.Path).Length, card.FileBytes);
        // Tokens there and back, two layers of attention and feeding forward, and the norms.
        Assert.Equal(Tokens * 64 * 2 + 2 * (64 * (64 + 32 + 32 + 64) + 3 * 64 * 128 + 2 * 64) + 64, card.Parameters);
    }

    [Theory]
    [InlineData(15, "Q4_K_M")]
    [InlineData(1, "F16")]
    [InlineData(17, "Q5_K_M")]
    [InlineData(7, "Q8_0")]
    [InlineData(999, "F32")]
    public void The_form_of_the_weights_is_the_files_word_else_that_of_most(int type, string name)
    {
        using var file = TestModel.Wild(new() { FileType = type });

        Assert.Equal(name, LlamaEngine.Describe(file.Path).Quantisation);
    }

    [Theory]
    [InlineData(4096, 4, CacheType.F16, 4_194_304)]
    [InlineData(4096, 8, CacheType.F16, 8_388_608)]
    [InlineData(300, 1, CacheType.F16, 131_072)]
    [InlineData(4096, 4, CacheType.Q8, 2_228_224)]
    [InlineData(4096, 4, CacheType.Q4, 1_179_648)]
    public void The_cache_is_reckoned_as_llama_takes_it(int context, int slots, CacheType type, long bytes)
    {
        using var file = TestModel.Wild();

        var card = LlamaEngine.Describe(file.Path, new() { ContextLength = context, Slots = slots, CacheType = type });

        Assert.Equal(bytes, card.CacheBytes);
        Assert.InRange(card.MemoryBytes, card.FileBytes + card.CacheBytes, card.FileBytes + card.CacheBytes + (64 << 20));
    }

    [Fact]
    public void More_at_once_takes_more_memory()
    {
        using var file = TestModel.Wild();

        Assert.InRange(
            LlamaEngine.Describe(file.Path, new() { BatchSize = 4096, Slots = 16 }).MemoryBytes - LlamaEngine.Describe(file.Path).MemoryBytes,
            12 << 20, 200 << 20);
    }

    [Fact]
    public void An_embedding_model_is_known_as_one()
    {
        using var file = TestModel.Embedding();

        var card = LlamaEngine.Describe(file.Path);

        Assert.Equal(("bert", true, PoolingType.Mean, 0L), (card.Architecture, card.IsEmbeddingOnly, card.Pooling, card.CacheBytes));
        Assert.False(card.HasChatTemplate);
    }

    [Theory]
    [InlineData(0, "the file is empty")]
    [InlineData(3, "it is not a GGUF file")]
    [InlineData(3000, "cut off")]
    public void A_damaged_file_is_refused_as_loading_would(int length, string reason)
    {
        using var file = TestModel.Wild();
        using (var bytes = File.OpenWrite(file.Path)) bytes.SetLength(length);

        Assert.Contains(reason, Assert.Throws<ModelLoadException>(() => LlamaEngine.Describe(file.Path)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_there_and_what_cannot_be_is_refused()
    {
        Assert.Contains("no such file", Assert.Throws<ModelLoadException>(() => LlamaEngine.Describe("/nowhere/x.gguf")).Reason, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => LlamaEngine.Describe("x.gguf", new() { Slots = 0 }));
    }

    const int Tokens = 345;
}
