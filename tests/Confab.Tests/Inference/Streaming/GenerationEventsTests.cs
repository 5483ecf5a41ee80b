using System.Threading.Channels;
using Confab.Inference.Streaming.Events;
using Confab.Tests.Support;
using Microsoft.Extensions.AI;

namespace Confab.Tests.Inference.Streaming;

public sealed class GenerationEventsTests
{
    readonly FakeTime _time = new();

    [Fact]
    public async Task An_answer_is_told_from_its_start_to_its_one_end()
    {
        using var client = new Acts(Acts.Says("Hello", " there.", " Bye"));

        var events = await client.StreamWithEventsAsync("hi", time: _time).AllAsync();

        Assert.Equal(new GenerationEvent[]
        {
            new GenerationEvent.Started("m"),
            new GenerationEvent.Token("Hello", 1, 0, true, 1),
            new GenerationEvent.Token(" there.", 2, 5, false, 1),
            new GenerationEvent.Token(" Bye", 3, 12, true, 2),
        }, events[..^1]);
        var end = Assert.IsType<GenerationEvent.Completed>(events[^1]);
        Assert.Equal(("m", 3, ChatFinishReason.Stop, 3L), (end.Model, end.Tokens, end.FinishReason, end.Usage!.InputTokenCount));
    }

    [Fact]
    public async Task Times_and_speed_are_measured_and_progress_comes_a_few_times_a_second()
    {
        var pieces = Channel.CreateUnbounded<ChatResponseUpdate>();
        using var client = new Acts((_, stop) => pieces.Reader.ReadAllAsync(stop));
        await using var events = client.StreamWithEventsAsync("hi", new() { MaxTokens = 100 }, TimeSpan.FromMilliseconds(250), _time).GetAsyncEnumerator();

        var next = events.NextAsync();
        _time.Advance(TimeSpan.FromSeconds(2));
        pieces.Writer.TryWrite(Acts.Piece("a"));
        Assert.True(await next);
        Assert.IsType<GenerationEvent.Started>(events.Current);
        Assert.IsType<GenerationEvent.Token>(await TakeAsync(events));

        for (var i = 0; i < 10; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(50));
            pieces.Writer.TryWrite(Acts.Piece("b"));
            Assert.IsType<GenerationEvent.Token>(await TakeAsync(events));
            if (i % 5 != 4) continue;
            var progress = Assert.IsType<GenerationEvent.Progress>(await TakeAsync(events));
            Assert.Equal((i + 2, 100, i + 2.0), (progress.Tokens, progress.MaxTokens!.Value, progress.Percent!.Value));
            Assert.Equal(20, progress.TokensPerSecond!.Value, 6);
            Assert.Equal((100 - (i + 2)) / 20.0, progress.Eta!.Value.TotalSeconds, 4);
        }

        _time.Advance(TimeSpan.FromSeconds(1));
        pieces.Writer.Complete();
        var end = Assert.IsType<GenerationEvent.Completed>(await TakeAsync(events));
        Assert.Equal((TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3.5), 11), (end.TimeToFirstToken!.Value, end.Duration, end.Tokens));
        Assert.Equal(20, end.TokensPerSecond!.Value, 6);
        Assert.False(await events.NextAsync());
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(5, true)]
    public async Task An_answer_that_comes_out_of_a_buffer_in_a_burst_tells_no_speed(int milliseconds, bool isKnown)
    {
        var pieces = Channel.CreateUnbounded<ChatResponseUpdate>();
        using var client = new Acts((_, stop) => pieces.Reader.ReadAllAsync(stop));
        await using var events = client.StreamWithEventsAsync("hi", time: _time).GetAsyncEnumerator();
        pieces.Writer.TryWrite(Acts.Piece("a"));
        Assert.IsType<GenerationEvent.Started>(await TakeAsync(events));
        Assert.IsType<GenerationEvent.Token>(await TakeAsync(events));
        _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
        pieces.Writer.TryWrite(Acts.Piece("b"));
        Assert.IsType<GenerationEvent.Token>(await TakeAsync(events));
        pieces.Writer.Complete();

        var end = Assert.IsType<GenerationEvent.Completed>(await TakeAsync(events));

        Assert.Equal(isKnown ? 200 : null, end.TokensPerSecond);
    }

    [Fact]
    public async Task A_failure_is_the_one_end_and_tells_what_had_come()
    {
        using var client = new Acts(Acts.Breaks(new IOException("gone"), "a", "b"));

        var events = await client.StreamWithEventsAsync("hi", time: _time).AllAsync();

        var end = Assert.IsType<GenerationEvent.Failed>(events[^1]);
        Assert.Equal(("gone", 2, "m"), (end.Error.Message, end.Tokens, end.Model));
        Assert.Equal(4, events.Count);
    }

    [Fact]
    public async Task What_fails_before_it_begins_does_not_start()
    {
        using var lazy = new Acts(Acts.Breaks(new IOException("gone")));
        using var eager = new Acts((_, _) => throw new IOException("gone"));

        foreach (var client in new[] { lazy, eager })
            Assert.IsType<GenerationEvent.Failed>(Assert.Single(await client.StreamWithEventsAsync("hi").AllAsync()));
    }

    [Fact]
    public async Task An_empty_answer_starts_and_completes()
    {
        using var client = new Acts((_, _) => AsyncEnumerable.Empty<ChatResponseUpdate>());

        var events = await client.StreamWithEventsAsync("hi").AllAsync();

        Assert.Equal(new GenerationEvent.Started(null), events[0]);
        var end = Assert.IsType<GenerationEvent.Completed>(events[1]);
        Assert.Equal((0, null, null), (end.Tokens, end.TimeToFirstToken, end.TokensPerSecond));
        Assert.Equal(2, events.Count);
    }

    [Fact]
    public async Task The_readers_own_cancellation_is_thrown_and_somebody_elses_is_a_failure()
    {
        using var stop = new CancellationTokenSource();
        using var hanging = new Acts(Acts.Hangs());
        var reading = hanging.StreamWithEventsAsync("hi", cancellationToken: stop.Token).AllAsync();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await reading);

        using var timing = new Acts(Acts.Breaks(new TaskCanceledException("too slow"), "a"));
        var events = await timing.StreamWithEventsAsync("hi").AllAsync();

        Assert.Equal("too slow", Assert.IsType<GenerationEvent.Failed>(events[^1]).Error.Message);
    }

    [Fact]
    public async Task Without_a_limit_progress_knows_no_percent_and_no_time_left()
    {
        using var client = new Acts(Acts.Says("a", "b"));

        var events = await client.StreamWithEventsAsync("hi", progressInterval: TimeSpan.Zero, time: _time).AllAsync();

        Assert.Equal(
            [new GenerationEvent.Progress(1, null, null, null, null), new GenerationEvent.Progress(2, null, null, null, null)],
            events.OfType<GenerationEvent.Progress>());
    }

    static async Task<GenerationEvent> TakeAsync(IAsyncEnumerator<GenerationEvent> events)
    {
        Assert.True(await events.NextAsync());
        return events.Current;
    }
}
