using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Confab.Inference.Streaming;
using Confab.Tests.Support;
using Microsoft.Extensions.AI;

namespace Confab.Tests.Inference.Streaming;

public sealed class GatheringTests
{
    static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(25);

    readonly FakeTime _time = new();
    readonly Channel<ChatResponseUpdate> _source = Channel.CreateUnbounded<ChatResponseUpdate>();
    bool _isSourceDisposed;

    [Fact]
    public async Task The_first_piece_comes_at_once()
    {
        await using var batches = Gather();
        var next = batches.MoveNextAsync();
        Assert.False(next.IsCompleted);

        Send("Hello", 2);

        Assert.True(await next);
        Assert.Equal(new("Hello", 2), batches.Current);
    }

    [Fact]
    public async Task What_comes_within_the_interval_comes_together_when_it_is_over()
    {
        await using var batches = Gather();
        Send("a");
        await batches.MoveNextAsync();
        Send("b", 2);
        Send("c", 3);
        var next = batches.MoveNextAsync().AsTask();

        _time.Advance(s_interval - TimeSpan.FromTicks(1));
        Assert.False(next.IsCompleted);
        _time.Advance(TimeSpan.FromTicks(1));

        Assert.True(await next);
        Assert.Equal(new("bc", 5), batches.Current);
    }

    [Fact]
    public async Task A_piece_after_a_pause_comes_at_once()
    {
        await using var batches = Gather();
        Send("a");
        await batches.MoveNextAsync();
        _time.Advance(s_interval);
        Send("b");

        Assert.True(await batches.MoveNextAsync());

        Assert.Equal("b", batches.Current.Text);
        Assert.Equal(0, _time.Timers);
    }

    [Fact]
    public async Task The_end_is_never_delayed_and_carries_the_last_text()
    {
        await using var batches = Gather();
        Send("a");
        await batches.MoveNextAsync();
        Send("b");
        var next = batches.MoveNextAsync().AsTask();
        Assert.False(next.IsCompleted);

        var usage = new UsageDetails { OutputTokenCount = 2 };
        _source.Writer.TryWrite(new(ChatRole.Assistant, [new UsageContent(usage)]) { FinishReason = ChatFinishReason.Length });
        _source.Writer.Complete();

        Assert.True(await next);
        Assert.Equal(new("b", 1, ChatFinishReason.Length, usage), batches.Current);
        Assert.False(await batches.MoveNextAsync());
        Assert.Equal(0, _time.Timers);
    }

    [Fact]
    public async Task A_stream_that_just_stops_gives_its_last_text_at_once()
    {
        await using var batches = Gather();
        Send("a");
        await batches.MoveNextAsync();
        Send("b");
        _source.Writer.Complete();

        Assert.True(await batches.MoveNextAsync());

        Assert.Equal(new("b", 1), batches.Current);
        Assert.False(await batches.MoveNextAsync());
    }

    [Fact]
    public async Task A_failure_comes_after_the_text_that_came_before_it()
    {
        await using var batches = Gather();
        Send("a");
        await batches.MoveNextAsync();
        Send("b");
        _source.Writer.Complete(new IOException("gone"));

        Assert.True(await batches.MoveNextAsync());
        Assert.Equal("b", batches.Current.Text);

        await Assert.ThrowsAsync<IOException>(async () => await batches.MoveNextAsync());
        Assert.True(_isSourceDisposed);
    }

    [Fact]
    public async Task Cancelling_ends_a_wait_and_disposes_the_source()
    {
        using var stop = new CancellationTokenSource();
        await using var batches = Gather(stop.Token);
        Send("a");
        await batches.MoveNextAsync();
        var next = batches.MoveNextAsync().AsTask();

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
        Assert.True(_isSourceDisposed);
    }

    [Fact]
    public async Task Leaving_half_way_disposes_the_source_and_its_timer()
    {
        var batches = Gather();
        Send("a");
        await batches.MoveNextAsync();

        await batches.DisposeAsync();

        Assert.True(_isSourceDisposed);
        Assert.Equal(0, _time.Timers);
    }

    [Fact]
    public async Task Nothing_is_lost_or_doubled_over_many_batches()
    {
        var pieces = Enumerable.Range(0, 500).Select(i => $"{i} ").ToArray();
        var gathered = new List<GatheredText>();
        var reading = Task.Run(async () =>
        {
            await foreach (var batch in Source().GatherAsync(s_interval, _time)) gathered.Add(batch);
        });

        foreach (var piece in pieces)
        {
            Send(piece);
            _time.Advance(TimeSpan.FromMilliseconds(3));
        }
        _source.Writer.Complete();
        await reading;

        Assert.Equal(string.Concat(pieces), string.Concat(gathered.Select(batch => batch.Text)));
        Assert.Equal(500, gathered.Sum(batch => batch.Tokens));
    }

    IAsyncEnumerator<GatheredText> Gather(CancellationToken stop = default) =>
        Source(CancellationToken.None).GatherAsync(s_interval, _time, stop).GetAsyncEnumerator(stop);

    void Send(string text, int tokens = 1) =>
        _source.Writer.TryWrite(new(ChatRole.Assistant, [GeneratedText.Create(text, tokens)]));

    async IAsyncEnumerable<ChatResponseUpdate> Source([EnumeratorCancellation] CancellationToken stop = default)
    {
        try
        {
            await foreach (var update in _source.Reader.ReadAllAsync(stop)) yield return update;
        }
        finally
        {
            _isSourceDisposed = true;
        }
    }
}
