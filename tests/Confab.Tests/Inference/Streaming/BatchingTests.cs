using System.Threading.Channels;
using Confab.Inference.Prompts;
using Confab.Inference.Streaming;
using Confab.Tests.Support;
using Microsoft.Extensions.AI;

namespace Confab.Tests.Inference.Streaming;

public sealed class BatchingTests
{
    static readonly TimeSpan s_wait = TimeSpan.FromMilliseconds(50);

    readonly FakeTime _time = new();
    readonly Channel<ChatResponseUpdate> _source = Channel.CreateUnbounded<ChatResponseUpdate>();

    [Fact]
    public async Task Batches_hold_so_many_tokens_and_the_last_one_the_rest()
    {
        using var client = new Acts(Acts.Says("a", "b", "c", "d", "e"));

        var batches = await client.StreamUpdatesAsync(new("hi", new PromptOptions { MaxTokens = 9 })).InBatchesOf(2).AllAsync();

        Assert.Equal([(0, "ab", 2, false), (1, "cd", 2, false), (2, "e", 1, true)], batches.Select(b => (b.Index, b.Text, b.Tokens, b.IsFinal)));
        Assert.Equal((ChatFinishReason.Stop, 5L), (batches[^1].FinishReason, batches[^1].Usage!.OutputTokenCount));
        Assert.All(batches[..^1], batch => Assert.Null(batch.Usage));
    }

    [Fact]
    public async Task A_piece_waits_no_longer_than_it_may()
    {
        await using var batches = _source.Reader.ReadAllAsync().InBatchesOf(5, s_wait, _time).GetAsyncEnumerator();
        Send("a");
        Send("b");
        var next = batches.MoveNextAsync().AsTask();

        _time.Advance(s_wait - TimeSpan.FromTicks(1));
        Assert.False(next.IsCompleted);
        _time.Advance(TimeSpan.FromTicks(1));

        Assert.True(await next.WaitAsync(TestTime.Deadline()));
        Assert.Equal(new(0, "ab", 2, false), batches.Current);
        Assert.Equal(0, _time.Timers);
    }

    [Fact]
    public async Task A_full_batch_does_not_wait()
    {
        await using var batches = _source.Reader.ReadAllAsync().InBatchesOf(3, s_wait, _time).GetAsyncEnumerator();
        Send("a");
        Send("bc", 2);
        Send("d");

        Assert.True(await batches.NextAsync());

        Assert.Equal(new(0, "abc", 3, false), batches.Current);
        Assert.Equal(0, _time.Timers);
    }

    [Fact]
    public async Task An_answer_that_just_stops_still_has_one_final_batch()
    {
        Send("a");
        Send("b");
        _source.Writer.Complete();

        var batches = await _source.Reader.ReadAllAsync().InBatchesOf(2).AllAsync();

        Assert.Equal([new(0, "ab", 2, false), new(1, "", 0, true)], batches);
    }

    [Fact]
    public async Task Usage_that_comes_before_the_last_text_ends_nothing()
    {
        var usage = new UsageDetails { InputTokenCount = 3 };
        _source.Writer.TryWrite(new(ChatRole.Assistant, [new UsageContent(usage)]));
        Send("a");
        Send("b");
        _source.Writer.Complete();

        var batches = await _source.Reader.ReadAllAsync().InBatchesOf(1).AllAsync();

        Assert.Equal([new(0, "a", 1, false), new(1, "b", 1, false), new(2, "", 0, true, null, usage)], batches);
    }

    [Fact]
    public async Task A_failure_comes_after_the_text_before_it_and_without_a_final_batch()
    {
        Send("a");
        _source.Writer.Complete(new IOException("gone"));
        await using var batches = _source.Reader.ReadAllAsync().InBatchesOf(5).GetAsyncEnumerator();

        Assert.True(await batches.NextAsync());
        Assert.Equal(new(0, "a", 1, false), batches.Current);
        await Assert.ThrowsAsync<IOException>(async () => await batches.NextAsync());
    }

    [Fact]
    public void A_size_that_is_none_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _source.Reader.ReadAllAsync().InBatchesOf(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => _source.Reader.ReadAllAsync().InBatchesOf(1, TimeSpan.Zero));
    }

    void Send(string text, int tokens = 1) => _source.Writer.TryWrite(Acts.Piece(text, tokens));
}
