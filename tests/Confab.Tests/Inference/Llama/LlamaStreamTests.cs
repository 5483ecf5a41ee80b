using Confab.Inference.Jobs;
using Confab.Inference.Prompts;
using Confab.Inference.Runs;
using Confab.Inference.Streaming;
using Confab.Inference.Streaming.Events;
using Confab.Inference.Streaming.Named;
using Confab.Tests.Support;

namespace Confab.Tests.Inference.Llama;

/// <summary>Every way to stream, on the real engine.</summary>
public sealed class LlamaStreamTests
{
    const string Script = "It works. Dr. Who says 3.14 is fine! 🙂 Bye.";
    static readonly PromptOptions s_greedy = new() { Temperature = 0, MaxTokens = 200 };

    [Fact]
    public async Task Prompt_options_reach_the_engine()
    {
        using var file = TestModel.Scripted(Script);
        await using var model = await file.LoadAsync();

        Assert.Equal(Script, await model.Client.QuickAsync("hi", s_greedy));
        Assert.Equal("It works", string.Concat(await model.Client.StreamAsync("hi", s_greedy with { StopSequences = ["."] }).AllAsync()));
        var plain = await InputTokensAsync(s_greedy);
        Assert.InRange(await InputTokensAsync(s_greedy with { SystemPrompt = "Be brief." }), plain + 9, plain + 60);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => model.Client.QuickAsync("hi", s_greedy with { MaxTokens = 0 }));

        async Task<long> InputTokensAsync(PromptOptions options) =>
            (await model.Client.StreamWithEventsAsync("hi", options).OfType<GenerationEvent.Completed>().SingleAsync()).Usage!.InputTokenCount!.Value;
    }

    [Fact]
    public async Task A_penalty_for_repeating_arrives()
    {
        using var file = TestModel.Endless();
        await using var model = await file.LoadAsync(new() { ContextLength = 512 });
        var wishes = new PromptOptions { Temperature = 0, MaxTokens = 60 };

        Assert.NotEqual(await model.Client.QuickAsync("hello", wishes), await model.Client.QuickAsync("hello", wishes with { RepeatPenalty = 1.5f }));
    }

    [Fact]
    public async Task Events_batches_streams_jobs_and_files_all_give_the_same_text()
    {
        using var file = TestModel.Scripted(Script);
        await using var model = await file.LoadAsync();
        var prompt = new ChatPrompt("hi", s_greedy);

        var events = await model.Client.StreamWithEventsAsync(prompt).AllAsync();
        Assert.Equal(Script, string.Concat(events.OfType<GenerationEvent.Token>().Select(token => token.Text)));
        Assert.Equal((file.ScriptTokens, 3), (((GenerationEvent.Completed)events[^1]).Tokens, events.OfType<GenerationEvent.Token>().Last().SentenceCount));

        var batches = await model.Client.StreamUpdatesAsync(prompt).InBatchesOf(5).AllAsync();
        Assert.Equal(Script, string.Concat(batches.Select(batch => batch.Text)));
        Assert.All(batches[..^1], batch => Assert.True(batch.Tokens >= 5));
        Assert.True(batches[^1].IsFinal);

        await using var streams = new NamedStreams(model.Client);
        Assert.Equal(Script, string.Concat((await streams.Start("s", prompt).ReadAsync(TestTime.Deadline()).AllAsync()).Select(piece => piece.Text)));

        await using var jobs = new TrackedJobs(model.Client);
        jobs.Start(prompt, "j");
        var job = await jobs.WaitAsync("j", TestTime.Deadline());
        Assert.Equal((RunState.Completed, Script, model.Id), (job.State, job.Text, job.Model));

        var path = file.Path + ".txt";
        await model.Client.StreamToFileAsync(prompt, path);
        Assert.Equal(Script, await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task Many_prompts_run_side_by_side()
    {
        using var file = TestModel.Scripted(Script);
        await using var model = await file.LoadAsync();

        var results = await ParallelPrompts.RunAsync(model.Client, Enumerable.Range(0, 12).Select(i => new ChatPrompt($"hi {i}", s_greedy)), degree: 4).AllAsync();

        Assert.Equal(Enumerable.Range(0, 12), results.Select(result => result.Index).Order());
        Assert.All(results, result => Assert.Equal(Script, result.Text));
    }

    [Fact]
    public async Task Cancelling_a_named_stream_frees_its_slot()
    {
        using var file = TestModel.Endless();
        await using var model = await file.LoadAsync(new() { ContextLength = 512, Slots = 1 });
        await using var streams = new NamedStreams(model.Client);
        var endless = streams.Start("endless", new("go", new PromptOptions { MaxTokens = 400, Temperature = 0 }));
        await TestTime.UntilAsync(() => endless.Tokens > 3, "it writes");

        streams.Cancel("endless");
        await endless.Ended.WaitAsync(TestTime.Deadline());

        Assert.Equal(RunState.Cancelled, endless.State);
        Assert.NotEmpty(await model.Client.QuickAsync("hi", new() { MaxTokens = 3, Temperature = 0 }, TestTime.Deadline()));
    }
}
