using Confab.Inference.Llama;
using Confab.Inference.Llama.Decoding;
using Confab.TestModels;

namespace Confab.Tests.Inference.Llama;

public sealed class BatchingTests
{
    [Theory]
    [InlineData(WeightType.F32)]
    [InlineData(WeightType.Q8_0)]
    public async Task Eight_answers_at_once_are_the_same_as_one_after_another(WeightType weights)
    {
        using var file = TestModel.Endless(new() { Weights = weights });
        string[] questions = [.. Enumerable.Range(0, 8).Select(i => $"room {new string((char)('a' + i), 3 * i + 1)} {i}")];
        await using var alone = await file.LoadAsync(new() { Slots = 1, ContextLength = 512 });
        await using var shared = await file.LoadAsync(new() { Slots = 8, ContextLength = 512 });

        var single = new List<string>();
        foreach (var question in questions) single.Add((await alone.AskAsync(question, Ask.Greedy(64))).Text);
        var batched = await Task.WhenAll(questions.Select(question => shared.AskAsync(question, Ask.Greedy(64))));

        Assert.Equal(8, single.Distinct().Count());
        Assert.Equal(single, batched.Select(answer => answer.Text));
    }

    [Fact]
    public async Task Scripted_answers_are_whole_when_twenty_share_three_slots()
    {
        const string script = "Twenty people ask at once 🙂 and each gets every word.";
        using var file = TestModel.Scripted(script);
        await using var model = await file.LoadAsync(new() { Slots = 3, ContextLength = 512 });

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => model.AskAsync($"question {i}")));

        Assert.All(answers, answer => Assert.Equal(script, answer.Text));
    }

    [Fact]
    public async Task A_long_prompt_does_not_silence_an_answer_that_is_running()
    {
        using var file = TestModel.Endless();
        await using var model = await file.LoadAsync(new() { Slots = 2, ContextLength = 4096, PrefillChunk = 32 });
        var loop = ((LlamaChatClient)model.Client).Loop;
        var running = Greedy(Prompt(10), maxTokens: 4000);
        var newcomer = Greedy(Prompt(1600), maxTokens: 1);
        await loop.EnqueueAsync(running, default);
        await FirstPieceAsync(running);

        var before = running.GeneratedTokens;
        await loop.EnqueueAsync(newcomer, default);
        await FirstPieceAsync(newcomer);

        Assert.InRange(running.GeneratedTokens - before, 1600 / 32, 4000);
    }

    [Fact]
    public async Task A_request_that_llama_refuses_fails_alone()
    {
        using var file = TestModel.Endless();
        await using var model = await file.LoadAsync(new() { Slots = 2, ContextLength = 1024 });
        var loop = ((LlamaChatClient)model.Client).Loop;
        var good = Greedy(Prompt(10), maxTokens: 500);
        var bad = Greedy([1, 1_000_000, 2], maxTokens: 5);
        await loop.EnqueueAsync(good, default);
        await loop.EnqueueAsync(bad, default);

        var refused = await Assert.ThrowsAsync<DecodeFailedException>(() => ReadAsync(bad));
        var pieces = await ReadAsync(good);

        Assert.Equal(-1, refused.Code);
        Assert.Equal(500, pieces.Sum(piece => piece.Tokens));
        Assert.Equal(10, (await model.AskAsync("hello", Ask.Greedy(10))).Usage.OutputTokenCount);
    }

    [Fact]
    public async Task A_reader_that_does_not_read_delays_nobody_and_loses_nothing()
    {
        using var file = TestModel.Endless();
        await using var model = await file.LoadAsync(new() { Slots = 2, ContextLength = 1024 });
        await using var lazy = model.Client.GetStreamingResponseAsync([Ask.User("lazy")], Ask.Greedy(400)).GetAsyncEnumerator();
        Assert.True(await lazy.MoveNextAsync());

        var eager = await model.AskAsync("eager", Ask.Greedy(600));
        var rest = 1;
        while (await lazy.MoveNextAsync()) rest++;

        Assert.Equal(600, eager.Usage.OutputTokenCount);
        Assert.Equal(400 + 1, rest);
    }

    [Fact]
    public async Task Only_so_many_requests_wait_inside_and_the_next_caller_waits_outside()
    {
        using var file = TestModel.Endless();
        await using var model = await file.LoadAsync(new() { Slots = 1, QueueLength = 1, ContextLength = 4096 });
        var loop = ((LlamaChatClient)model.Client).Loop;
        var running = Greedy(Prompt(5), maxTokens: 4000);
        await loop.EnqueueAsync(running, default);
        await FirstPieceAsync(running);
        await loop.EnqueueAsync(Greedy(Prompt(6), maxTokens: 1), default);
        using var stop = new CancellationTokenSource();

        var outside = loop.EnqueueAsync(Greedy(Prompt(7), maxTokens: 1), stop.Token).AsTask();
        Assert.False(outside.IsCompleted);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => outside);
    }

    static int[] Prompt(int tokens) => [1, .. Enumerable.Range(0, tokens - 1).Select(i => 262 + i % 20)];

    static Generation Greedy(int[] prompt, int maxTokens) =>
        new() { Prompt = prompt, MaxTokens = maxTokens, Sampling = new() { Temperature = 0 } };

    static async Task FirstPieceAsync(Generation generation)
    {
        await foreach (var _ in generation.ReadAsync(default)) return;
    }

    static async Task<List<Piece>> ReadAsync(Generation generation)
    {
        var pieces = new List<Piece>();
        await foreach (var piece in generation.ReadAsync(default)) pieces.Add(piece);
        return pieces;
    }
}
