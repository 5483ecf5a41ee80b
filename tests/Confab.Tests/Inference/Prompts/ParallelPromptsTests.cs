using Confab.Inference.Prompts;
using Confab.Inference.Streaming.Events;
using Confab.Tests.Support;
using Microsoft.Extensions.AI;

namespace Confab.Tests.Inference.Prompts;

public sealed class ParallelPromptsTests
{
    readonly ScriptedModel _model = new();

    [Fact]
    public async Task Answers_come_as_they_are_complete_and_one_failure_ends_no_other()
    {
        await using var results = ParallelPrompts.RunAsync(_model, Prompts("a", "b", "c"), degree: 3).GetAsyncEnumerator();
        var next = results.NextAsync();
        var speeches = await SpeechesAsync(3);

        speeches["c"].Say("C").Finish();
        Assert.True(await next);
        Assert.Equal((2, "c", "C", null), Short(results.Current));
        speeches["a"].Say("half").Fail(new IOException("gone"));
        Assert.True(await results.NextAsync());
        Assert.Equal((0, "a", "half", "gone"), Short(results.Current));
        Assert.Null(results.Current.Completed);
        speeches["b"].Say("B").Finish();
        Assert.True(await results.NextAsync());
        Assert.Equal((1, "b", "B", null), Short(results.Current));
        Assert.Equal(1, results.Current.Completed!.Tokens);
        Assert.False(await results.NextAsync());

        static (int, string, string, string?) Short(PromptResult result) => (result.Index, result.Prompt.ToString(), result.Text, result.Error?.Message);
    }

    [Fact]
    public async Task No_more_run_at_once_than_were_asked_for_and_prompts_are_taken_as_there_is_room()
    {
        var taken = 0;
        var running = ParallelPrompts.RunAsync(_model, Counted(), degree: 2).AllAsync();
        var first = await SpeechesAsync(2);
        Assert.InRange(Volatile.Read(ref taken), 2, 4);

        foreach (var speech in first.Values) speech.Finish();
        for (var i = 2; i < 20; i++) (await _model.NextAsync()).Finish();

        Assert.Equal(Enumerable.Range(0, 20), (await running).Select(result => result.Index).Order());

        IEnumerable<ChatPrompt> Counted()
        {
            for (var i = 0; i < 20; i++)
            {
                Interlocked.Increment(ref taken);
                yield return new($"{i}");
            }
        }
    }

    [Fact]
    public async Task At_most_the_degree_is_open()
    {
        using var client = new Acts(Acts.Says("a", "b", "c"));

        var results = await ParallelPrompts.RunAsync(client, Enumerable.Range(0, 40).Select(i => new ChatPrompt($"{i}")), degree: 4).AllAsync();

        Assert.Equal(40, results.Count);
        Assert.InRange(client.MostOpen, 1, 4);
    }

    [Fact]
    public async Task Cancelling_and_leaving_end_all_that_run()
    {
        using var stop = new CancellationTokenSource();
        var running = ParallelPrompts.RunAsync(_model, Prompts("a", "b"), cancellationToken: stop.Token).AllAsync();
        var speeches = await SpeechesAsync(2);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await running);
        foreach (var speech in speeches.Values) await speech.Ended;

        var leaving = Task.Run(async () => { await foreach (var _ in ParallelPrompts.RunAsync(_model, Prompts("a", "b"))) break; });
        speeches = await SpeechesAsync(2);
        speeches["a"].Finish();
        await leaving.WaitAsync(TestTime.Deadline());
        await speeches["b"].Ended;
    }

    [Fact]
    public async Task Tokens_of_all_come_as_they_are_made_each_prompts_in_order()
    {
        using var client = new Acts((messages, _) => Echo(messages[0].Text));

        var events = await ParallelPrompts.StreamAsync(client, Prompts("abc", "xyz"), degree: 2).AllAsync();

        foreach (var (index, text) in new[] { (0, "abc"), (1, "xyz") })
        {
            var mine = events.Where(e => e.Index == index).Select(e => e.Event).ToList();
            Assert.IsType<GenerationEvent.Started>(mine[0]);
            Assert.Equal(text, string.Concat(mine.OfType<GenerationEvent.Token>().Select(token => token.Text)));
            Assert.IsType<GenerationEvent.Completed>(mine[^1]);
        }

        static async IAsyncEnumerable<ChatResponseUpdate> Echo(string text)
        {
            foreach (var letter in text)
            {
                await Task.Yield();
                yield return Acts.Piece($"{letter}");
            }
        }
    }

    [Fact]
    public async Task Prompts_that_cannot_be_read_end_the_reading_with_their_error()
    {
        using var client = new Acts(Acts.Says("a"));

        await Assert.ThrowsAsync<FormatException>(async () => await ParallelPrompts.RunAsync(client, Broken()).AllAsync());

        static IEnumerable<ChatPrompt> Broken()
        {
            yield return new("fine");
            throw new FormatException("line 2");
        }
    }

    async Task<Dictionary<string, Speech>> SpeechesAsync(int count)
    {
        var speeches = new Dictionary<string, Speech>();
        for (var i = 0; i < count; i++)
        {
            var speech = await _model.NextAsync();
            speeches[speech.Prompt[0].Text] = speech;
        }
        return speeches;
    }

    static IEnumerable<ChatPrompt> Prompts(params string[] texts) => texts.Select(text => new ChatPrompt(text));
}
