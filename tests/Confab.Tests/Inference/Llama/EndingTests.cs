using Confab.Inference.Catalog;
using Confab.Inference.Llama;
using Microsoft.Extensions.AI;

namespace Confab.Tests.Inference.Llama;

public sealed class EndingTests
{
    [Theory]
    [InlineData("b c", "a ")]
    [InlineData("first word", "a b c The ")]
    [InlineData("wor", "a b c The first ")]
    [InlineData("🙂!", "a b c The first words end ")]
    [InlineData("never there", "a b c The first words end 🙂! done")]
    public async Task Nothing_of_a_stop_sequence_is_shown_wherever_its_tokens_end(string stop, string shown)
    {
        using var file = TestModel.Scripted("a b c The first words end 🙂! done");
        await using var model = await file.LoadAsync(new() { ContextLength = 512 });
        var options = Ask.Greedy();
        options.StopSequences = ["not this", stop];

        var answer = await model.AskAsync("hello", options);

        Assert.Equal(shown, answer.Text);
        Assert.Equal(ChatFinishReason.Stop, answer.FinishReason);
    }

    [Fact]
    public async Task What_only_begins_like_a_stop_sequence_is_shown_after_all()
    {
        using var file = TestModel.Scripted("a b c d");
        await using var model = await file.LoadAsync(new() { ContextLength = 512 });
        var options = Ask.Greedy();
        options.StopSequences = ["b c e", " d?"];

        var answer = await model.AskAsync("hello", options);

        Assert.Equal("a b c d", answer.Text);
        Assert.Equal(7, answer.PieceTokens);
    }

    [Fact]
    public async Task An_answer_ends_at_its_limit_of_tokens()
    {
        using var file = TestModel.Endless();
        await using var model = await file.LoadAsync(new() { ContextLength = 1024 });

        var answer = await model.AskAsync("hello", Ask.Greedy(17));
        var unlimited = await model.AskAsync("hello", new ChatOptions { Temperature = 0 });

        Assert.Equal(17, answer.Usage.OutputTokenCount);
        Assert.Equal(17, answer.PieceTokens);
        Assert.Equal(ChatFinishReason.Length, answer.FinishReason);
        Assert.Equal(512, unlimited.Usage.OutputTokenCount);
    }

    [Fact]
    public async Task A_full_context_ends_its_own_answer_and_no_other()
    {
        using var file = TestModel.Endless();
        await using var model = await file.LoadAsync(new() { ContextLength = 300, Slots = 2 });
        var longPrompt = new string('a', 200);

        var answers = await Task.WhenAll(model.AskAsync(longPrompt, Ask.Greedy(1000)), model.AskAsync("b", Ask.Greedy(150)));

        Assert.Equal(ChatFinishReason.Length, answers[0].FinishReason);
        Assert.Equal(300 + 1, answers[0].Usage.TotalTokenCount);
        Assert.Equal(150, answers[1].Usage.OutputTokenCount);
    }

    [Fact]
    public async Task Contexts_that_fill_up_one_after_another_change_no_answer_beside_them()
    {
        using var file = TestModel.Endless();
        await using var alone = await file.LoadAsync(new() { ContextLength = 256, Slots = 1 });
        await using var shared = await file.LoadAsync(new() { ContextLength = 256, Slots = 4 });
        string[] questions = [new string('a', 200), new string('b', 150), "c", new string('d', 220), "e", new string('f', 100)];

        var answers = await Task.WhenAll(questions.Select(question => shared.AskAsync(question, Ask.Greedy(question.Length == 1 ? 180 : 1000))));

        for (var i = 0; i < questions.Length; i++)
        {
            var (isFull, answer) = (questions[i].Length > 1, answers[i]);
            Assert.Equal(ChatFinishReason.Length, answer.FinishReason);
            if (isFull) Assert.Equal(256 + 1, answer.Usage.TotalTokenCount);
            else Assert.Equal(180, answer.Usage.OutputTokenCount);
            Assert.Equal((await alone.AskAsync(questions[i], Ask.Greedy(isFull ? 1000 : 180))).Text, answer.Text);
        }
    }

    [Fact]
    public async Task A_prompt_that_does_not_fit_is_refused_with_both_numbers()
    {
        using var file = TestModel.Endless();
        await using var model = await file.LoadAsync(new() { ContextLength = 100 });
        var tokens = model.CountPromptTokens([Ask.User(new string('a', 200))]);

        var refusal = await Assert.ThrowsAsync<PromptTooLongException>(() => model.AskAsync(new string('a', 200)));

        Assert.Equal($"The prompt has {tokens} tokens, but the model's context holds 100.", refusal.Message);
        Assert.Equal(0, ((LlamaChatClient)model.Client).Loop.Steps);
    }

    [Fact]
    public async Task Leaving_an_answer_frees_its_slot_for_the_one_who_waits()
    {
        using var file = TestModel.Endless(new() { ContextLength = 32_768 });
        await using var model = await file.LoadAsync(new() { Slots = 1, ContextLength = 32_000 });
        var leaver = model.Client.GetStreamingResponseAsync([Ask.User("endless")], Ask.Greedy(30_000)).GetAsyncEnumerator();
        Assert.True(await leaver.MoveNextAsync());

        var waiting = model.AskAsync("hello", Ask.Greedy(5));
        Assert.False(waiting.IsCompleted);
        await leaver.DisposeAsync();

        Assert.Equal(5, (await waiting).Usage.OutputTokenCount);
        Assert.InRange(((LlamaChatClient)model.Client).Loop.Steps, 1, 20_000);
    }

    [Fact]
    public async Task Cancelling_ends_the_reading_and_frees_the_slot()
    {
        using var file = TestModel.Endless(new() { ContextLength = 32_768 });
        await using var model = await file.LoadAsync(new() { Slots = 1, ContextLength = 32_000 });
        using var stop = new CancellationTokenSource();
        var running = model.AskAsync("endless", Ask.Greedy(30_000), stop.Token);
        var queued = model.AskAsync("endless too", Ask.Greedy(30_000), stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queued);
        Assert.Equal(5, (await model.AskAsync("hello", Ask.Greedy(5))).Usage.OutputTokenCount);
        Assert.InRange(((LlamaChatClient)model.Client).Loop.Steps, 1, 20_000);
    }

    [Fact]
    public async Task Unloading_ends_running_and_waiting_requests_and_refuses_new_ones()
    {
        using var file = TestModel.Endless(new() { ContextLength = 32_768 });
        var model = await file.LoadAsync(new() { Slots = 1, ContextLength = 32_000 });
        var running = model.AskAsync("endless", Ask.Greedy(30_000));
        var waiting = model.AskAsync("endless too", Ask.Greedy(30_000));

        await model.DisposeAsync();
        await model.DisposeAsync();

        await Assert.ThrowsAsync<ModelUnloadedException>(() => running);
        await Assert.ThrowsAsync<ModelUnloadedException>(() => waiting);
        await Assert.ThrowsAsync<ModelUnloadedException>(() => model.AskAsync("hello"));
        Assert.Throws<ModelUnloadedException>(() => model.CountTokens("hello"));
        Assert.Equal(ModelState.Unloaded, model.State);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task Less_than_one_token_is_not_a_limit(int limit)
    {
        using var file = TestModel.Endless();
        await using var model = await file.LoadAsync(new() { ContextLength = 512 });

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => model.AskAsync("hello", Ask.Greedy(limit)));
    }
}
