using System.Diagnostics;
using Confab.Inference.Llama;
using Confab.Inference.Llama.Native;
using Confab.TestModels;

namespace Confab.Tests.Inference.Llama;

public sealed class LoadingTests
{
    [Fact]
    public unsafe void The_binding_has_the_sizes_of_the_header_it_was_written_from()
    {
        Assert.Equal(80, sizeof(ModelParams));
        Assert.Equal(160, sizeof(ContextParams));
        Assert.Equal(56, sizeof(NativeBatch));
        Assert.Equal(12, sizeof(TokenData));
        Assert.Equal(32, sizeof(TokenDataArray));
    }

    [Fact]
    public async Task A_missing_file_is_named_as_the_reason() =>
        await AssertRefusedAsync(_ => { }, "there is no such file");

    [Fact]
    public async Task A_folder_is_named_as_the_reason() =>
        await AssertRefusedAsync(path => Directory.CreateDirectory(path), "it is a folder, not a file");

    [Fact]
    public async Task An_empty_file_is_named_as_the_reason() =>
        await AssertRefusedAsync(path => File.WriteAllBytes(path, []), "the file is empty");

    [Theory]
    [InlineData(3)]
    [InlineData(5000)]
    public async Task Garbage_is_named_as_the_reason(int length) =>
        await AssertRefusedAsync(path => File.WriteAllBytes(path, [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7))]), "it is not a GGUF file");

    [Theory]
    [InlineData(4)]
    [InlineData(20)]
    [InlineData(100)]
    [InlineData(3000)]
    [InlineData(11_000)]
    [InlineData(-100)]
    public async Task A_file_that_is_cut_off_is_refused(int length) => await AssertRefusedAsync(
        path =>
        {
            TinyModel.Write(path);
            using var file = File.OpenWrite(path);
            file.SetLength(length > 0 ? length : file.Length + length);
        },
        length is > 0 and < 5000 ? "cut off" : "corrupted or incomplete");

    [Fact]
    public async Task An_unknown_architecture_is_named_as_the_reason() =>
        await AssertRefusedAsync(path => TinyModel.Write(path, new() { Architecture = "wonder" }), "unknown model architecture: 'wonder'");

    [Theory]
    [InlineData("output_norm.weight")]
    [InlineData("blk.1.ffn_up.weight")]
    [InlineData("llama.embedding_length")]
    public async Task A_missing_part_is_named_as_the_reason(string part) =>
        await AssertRefusedAsync(path => TinyModel.Write(path, new() { Omit = new HashSet<string> { part } }), part);

    [Theory]
    [InlineData("general.architecture", "architecture")]
    [InlineData("tokenizer.ggml.tokens", "tokeni")]
    [InlineData("tokenizer.ggml.model", "tokeni")]
    public async Task A_missing_description_is_named_as_the_reason(string key, string reason) =>
        await AssertRefusedAsync(path => TinyModel.Write(path, new() { Omit = new HashSet<string> { key } }), reason);

    [Fact]
    public async Task A_vocabulary_with_a_token_twice_is_refused_because_llama_would_end_the_process() =>
        await AssertRefusedAsync(
            path =>
            {
                TinyModel.Write(path);
                var bytes = File.ReadAllBytes(path);
                bytes.AsSpan(bytes.AsSpan().IndexOf("<0x41>"u8)).Slice(0, 6).Clear();
                "<0x42>"u8.CopyTo(bytes.AsSpan(bytes.AsSpan().IndexOf("<0x40>"u8) + 14));
                File.WriteAllBytes(path, bytes);
            },
            "'<0x42>' twice");

    [Fact]
    public async Task Every_byte_of_the_description_may_be_damaged_without_ending_the_process()
    {
        using var file = TestModel.At();
        TinyModel.Write(file.Path);
        var whole = await File.ReadAllBytesAsync(file.Path);
        for (var at = 4; at < 700; at += 9)
        {
            var damaged = whole.ToArray();
            damaged[at] ^= 0xFF;
            await File.WriteAllBytesAsync(file.Path, damaged);
            try
            {
                await (await LlamaEngine.LoadAsync(file.Path, new() { Threads = 1, ContextLength = 64, Slots = 1 })).DisposeAsync();
            }
            catch (ModelLoadException)
            {
                // Refused; a flipped byte of a name may as well load.
            }
        }
    }

    [Fact]
    public async Task Progress_reaches_the_end()
    {
        using var file = TestModel.Endless();
        var progress = new Highest();

        await (await LlamaEngine.LoadAsync(file.Path, new() { Threads = 1 }, progress)).DisposeAsync();

        Assert.Equal(1, progress.Value);
    }

    [Fact]
    public async Task Loading_can_be_cancelled()
    {
        using var file = TestModel.Endless();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            LlamaEngine.LoadAsync(file.Path, cancellationToken: new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task Loading_and_unloading_fifty_times_does_not_grow_the_process()
    {
        using var file = TestModel.Endless();
        for (var i = 0; i < 10; i++) await LoadAskUnloadAsync(file);
        var before = Process.GetCurrentProcess().WorkingSet64;

        for (var i = 0; i < 50; i++) await LoadAskUnloadAsync(file);

        Process.GetCurrentProcess().Refresh();
        Assert.InRange(Process.GetCurrentProcess().WorkingSet64 - before, long.MinValue, 40 << 20);
    }

    [Fact]
    public void A_folder_without_natives_is_named() => Assert.Contains(
        "There is no llama.cpp library in '/nowhere'", Assert.Throws<LlamaNativesException>(() => NativesFolder.Find("/nowhere")).Message, StringComparison.Ordinal);

    [Fact]
    public void Options_out_of_their_limits_are_refused()
    {
        Refused(new() { Slots = 0 });
        Refused(new() { ContextLength = 1 });
        Refused(new() { Threads = 0 });
        Refused(new() { BatchSize = 1 });
        Refused(new() { BatchSize = 64, PrefillChunk = 65 });
        Refused(new() { GpuLayers = -1 });
        Refused(new() { ContextLength = int.MaxValue, Slots = 2 });

        static void Refused(LlamaOptions options) =>
            Assert.Throws<ArgumentOutOfRangeException>(() => { _ = LlamaEngine.LoadAsync("x.gguf", options); });
    }

    static async Task LoadAskUnloadAsync(TestModel file)
    {
        await using var model = await file.LoadAsync(new() { ContextLength = 512 });
        await model.AskAsync("hello", Ask.Greedy(3));
    }

    static async Task AssertRefusedAsync(Action<string> prepare, string reason)
    {
        using var file = TestModel.At("broken.gguf");
        prepare(file.Path);

        var refusal = await Assert.ThrowsAsync<ModelLoadException>(() => LlamaEngine.LoadAsync(file.Path, new() { Threads = 1 }));

        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.StartsWith("Cannot load 'broken.gguf': ", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    sealed class Highest : IProgress<float>
    {
        public float Value { get; private set; }

        public void Report(float value) => Value = Math.Max(Value, value);
    }
}
