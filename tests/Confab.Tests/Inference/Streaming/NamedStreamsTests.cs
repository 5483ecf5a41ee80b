using Confab.Inference.Runs;
using Confab.Inference.Streaming.Named;
using Confab.Tests.Support;

namespace Confab.Tests.Inference.Streaming;

public sealed class NamedStreamsTests
{
    readonly FakeTime _time = new();
    readonly ScriptedModel _model = new();

    [Fact]
    public async Task A_stream_is_read_from_its_start_by_the_early_and_the_late()
    {
        await using var streams = new NamedStreams(_model, time: _time);
        var stream = streams.Start("story", new("once"));
        var early = ReadAsync(stream);
        var speech = await _model.NextAsync();
        speech.Say("Once ").Say("upon ");
        await TestTime.UntilAsync(() => stream.Tokens == 2, "two tokens");

        var late = ReadAsync(streams.Find("story")!);
        speech.Say("a time.").Finish();
        await stream.Ended.WaitAsync(TestTime.Deadline());
        var latest = ReadAsync(stream);

        foreach (var reading in new[] { early, late, latest })
        {
            var pieces = await reading;
            Assert.Equal("Once upon a time.", string.Concat(pieces.Select(p => p.Text)));
            Assert.All(pieces, piece => Assert.Equal("Once upon a time."[piece.Offset..(piece.Offset + piece.Text.Length)], piece.Text));
        }
        Assert.Equal((RunState.Completed, 3, "Once upon a time."), (stream.State, stream.Tokens, stream.Text));
        Assert.Single(await latest);
    }

    [Fact]
    public async Task Many_readers_who_come_at_any_time_lose_and_double_nothing()
    {
        await using var streams = new NamedStreams(_model, time: _time);
        var stream = streams.Start("s", new("go"));
        var speech = await _model.NextAsync();
        var text = string.Concat(Enumerable.Range(0, 500).Select(i => $"{i} "));
        var readers = new List<Task<List<StreamPiece>>>();

        foreach (var word in Enumerable.Range(0, 500))
        {
            speech.Say($"{word} ");
            if (word % 25 == 0) readers.Add(Task.Run(() => ReadAsync(stream)));
            if (word % 7 == 0) await Task.Yield();
        }
        speech.Finish();

        foreach (var reader in readers)
        {
            var pieces = await reader.WaitAsync(TestTime.Deadline());
            Assert.Equal(text, string.Concat(pieces.Select(p => p.Text)));
            Assert.Equal(pieces.Select(p => p.Offset), pieces.Aggregate(new List<int> { 0 }, (ends, p) => [.. ends, ends[^1] + p.Text.Length]).SkipLast(1));
        }
    }

    [Fact]
    public async Task Changes_of_state_are_told_in_their_order()
    {
        await using var streams = new NamedStreams(_model, time: _time);
        await using var changes = streams.WatchAsync().GetAsyncEnumerator();
        streams.Start("a", new("go"));
        var first = await _model.NextAsync();
        first.Say("x").Finish();
        await streams.Find("a")!.Ended.WaitAsync(TestTime.Deadline());
        streams.Start("b", new("go"));
        (await _model.NextAsync()).Fail(new IOException("gone"));

        var told = new List<(string, RunState, string?)>();
        for (var i = 0; i < 5 && await changes.NextAsync(); i++) told.Add((changes.Current.Id, changes.Current.State, changes.Current.Error?.Message));

        Assert.Equal([("a", RunState.Pending, null), ("a", RunState.Streaming, null), ("a", RunState.Completed, null), ("b", RunState.Pending, null), ("b", RunState.Failed, "gone")], told);
    }

    [Fact]
    public async Task A_failure_reaches_its_readers_after_the_text()
    {
        await using var streams = new NamedStreams(_model, time: _time);
        var stream = streams.Start("s", new("go"));
        (await _model.NextAsync()).Say("half").Fail(new IOException("gone"));
        var read = new List<string>();

        var failure = await Assert.ThrowsAsync<IOException>(async () =>
        {
            await foreach (var piece in stream.ReadAsync()) read.Add(piece.Text);
        });

        Assert.Equal(("gone", "half"), (failure.Message, string.Concat(read)));
        Assert.Same(failure, stream.Error);
        Assert.Equal(RunState.Failed, stream.State);
    }

    [Fact]
    public async Task Cancelling_ends_one_stream_and_its_model_and_leaves_the_others()
    {
        await using var streams = new NamedStreams(_model, time: _time);
        var one = streams.Start("one", new("go"));
        var speech = await _model.NextAsync();
        var other = streams.Start("other", new("go"));
        var otherSpeech = await _model.NextAsync();
        speech.Say("half");
        await TestTime.UntilAsync(() => one.Tokens == 1, "a token");

        Assert.True(streams.Cancel("one"));
        await speech.Ended;
        await one.Ended.WaitAsync(TestTime.Deadline());

        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal((RunState.Cancelled, "half", TimeSpan.Zero, 1), (one.State, one.Text, one.Elapsed, one.Progress!.Tokens));
        Assert.Equal(TimeSpan.FromSeconds(3), other.Elapsed);
        await Assert.ThrowsAsync<OperationCanceledException>(() => ReadAsync(one));
        Assert.False(streams.Cancel("one"));
        Assert.False(streams.Cancel("nobody"));
        Assert.Equal(RunState.Pending, other.State);
        Assert.Equal(1, streams.CancelAll());
        await otherSpeech.Ended;
    }

    [Fact]
    public async Task So_many_run_so_many_wait_and_the_next_is_refused()
    {
        await using var streams = new NamedStreams(_model, new() { MostRunning = 1, MostWaiting = 1 }, _time);
        streams.Start("a", new("a"));
        var first = await _model.NextAsync();
        var waiting = streams.Start("b", new("b"));

        Assert.Throws<TooManyRunsException>(() => streams.Start("c", new("c")));
        Assert.Throws<RunIdTakenException>(() => streams.Start("a", new("again")));
        Assert.Equal(["a", "b"], streams.List().Select(stream => stream.Id));
        first.Finish();

        var second = await _model.NextAsync();
        Assert.Equal("b", second.Prompt[0].Text);
        second.Say("x").Finish();
        await waiting.Ended.WaitAsync(TestTime.Deadline());
        Assert.Equal("again", streams.Start("a", new("again")).Prompt.ToString());
    }

    [Fact]
    public async Task Those_that_wait_get_their_places_in_the_order_they_were_started()
    {
        await using var streams = new NamedStreams(_model, new() { MostRunning = 1 }, _time);
        var ids = Enumerable.Range(0, 30).Select(i => $"{i}").ToArray();
        foreach (var id in ids) streams.Start(id, new(id));

        foreach (var id in ids)
        {
            var speech = await _model.NextAsync();
            Assert.Equal(id, speech.Prompt[0].Text);
            speech.Finish();
        }
    }

    [Fact]
    public async Task One_that_waits_can_be_cancelled_and_never_reaches_the_model()
    {
        await using var streams = new NamedStreams(_model, new() { MostRunning = 1 }, _time);
        streams.Start("a", new("a"));
        var first = await _model.NextAsync();
        var waiting = streams.Start("b", new("b"));
        streams.Cancel("b");
        await waiting.Ended.WaitAsync(TestTime.Deadline());
        streams.Start("c", new("c"));
        first.Finish();

        Assert.Equal(RunState.Cancelled, waiting.State);
        Assert.Equal("c", (await _model.NextAsync()).Prompt[0].Text);
    }

    [Fact]
    public async Task Ended_ones_are_forgotten_by_number_and_by_time()
    {
        await using var streams = new NamedStreams(new Acts(Acts.Says("x")), new() { MostKept = 2, KeepFor = TimeSpan.FromMinutes(5) }, _time);
        foreach (var id in new[] { "a", "b", "c" })
        {
            await streams.Start(id, new("go")).Ended.WaitAsync(TestTime.Deadline());
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(["b", "c"], streams.List().Select(stream => stream.Id));
        _time.Advance(TimeSpan.FromMinutes(3.5));
        Assert.Equal(["c"], streams.List().Select(stream => stream.Id));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(streams.Find("c"));
    }

    [Fact]
    public async Task One_that_takes_too_long_fails_and_its_model_stops()
    {
        await using var streams = new NamedStreams(_model, new() { Deadline = TimeSpan.FromMinutes(1) }, _time);
        var stream = streams.Start("slow", new("go"));
        var speech = await _model.NextAsync();
        speech.Say("half");
        await TestTime.UntilAsync(() => stream.Tokens == 1, "a token");

        _time.Advance(TimeSpan.FromMinutes(1));
        await stream.Ended.WaitAsync(TestTime.Deadline());

        Assert.Equal((RunState.Failed, "'slow' took longer than 00:01:00."), (stream.State, stream.Error!.Message));
        await speech.Ended;
    }

    [Fact]
    public async Task Disposing_ends_everything_and_takes_nothing_more()
    {
        var streams = new NamedStreams(_model, new() { MostRunning = 1 }, _time);
        var watching = streams.WatchAsync().AllAsync();
        var all = new[] { streams.Start("a", new("a")), streams.Start("b", new("b")) };
        var speech = await _model.NextAsync();

        await streams.DisposeAsync();

        Assert.All(all, stream => Assert.Equal(RunState.Cancelled, stream.State));
        await speech.Ended;
        Assert.Equal(4, (await watching).Count);
        Assert.Throws<ObjectDisposedException>(() => streams.Start("c", new("c")));
    }

    [Fact]
    public async Task A_watcher_that_falls_behind_is_told_so_and_holds_nobody_up()
    {
        await using var streams = new NamedStreams(new Acts(Acts.Says("x")), time: _time);
        var changes = streams.WatchAsync();
        for (var i = 0; i < 350; i++) await streams.Start($"{i}", new("go")).Ended.WaitAsync(TestTime.Deadline());

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(async () => await changes.AllAsync());

        Assert.Contains("behind", failure.Message);
    }

    [Fact]
    public void A_limit_that_cannot_be_is_named()
    {
        Assert.Equal("MostRunning", Assert.Throws<ArgumentOutOfRangeException>(() => new NamedStreams(_model, new() { MostRunning = 0 })).ParamName);
        Assert.Equal("KeepFor", Assert.Throws<ArgumentOutOfRangeException>(() => new NamedStreams(_model, new() { KeepFor = TimeSpan.FromSeconds(-1) })).ParamName);
    }

    static async Task<List<StreamPiece>> ReadAsync(NamedStream stream) => await stream.ReadAsync(TestTime.Deadline()).AllAsync();
}
