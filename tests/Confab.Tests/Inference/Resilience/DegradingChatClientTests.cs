using Confab.Inference.Resilience;
using Confab.Tests.Support;
using Microsoft.Extensions.AI;

namespace Confab.Tests.Inference.Resilience;

public sealed class DegradingChatClientTests
{
    static readonly ChatMessage[] s_question = [new(ChatRole.User, "hi")];

    readonly FakeTime _time = new();

    [Fact]
    public async Task An_answer_at_once_is_as_it_was_asked()
    {
        using var inner = new Acts(Acts.Says("Hello"));
        using var client = new DegradingChatClient(inner);

        var response = await client.GetResponseAsync(s_question, new() { MaxOutputTokens = 1000, Temperature = 0.8f });

        Assert.Equal((1000, 0.8f), (inner.Asked[0]!.MaxOutputTokens, inner.Asked[0]!.Temperature));
        var level = AnswerLevel.Of(response)!;
        Assert.Equal((0, "as asked", false, 0), (level.Index, level.Name, level.IsDegraded, level.Failures.Count));
    }

    [Fact]
    public async Task Each_level_asks_for_less_than_the_one_before_and_the_answer_says_which_it_was()
    {
        var told = new List<FailedLevel>();
        using var inner = new Acts(Acts.Breaks(new IOException("1")), Acts.Breaks(new IOException("2")), Acts.Breaks(new IOException("3")), Acts.Says("Hel", "lo"));
        using var client = new DegradingChatClient(inner, new() { OnDegraded = told.Add });
        var wishes = new ChatOptions { MaxOutputTokens = 1000, Temperature = 0.8f, Instructions = "Be kind.", StopSequences = ["###"] };

        var updates = await client.GetStreamingResponseAsync(s_question, wishes).AllAsync();

        Assert.Equal("Hello", string.Concat(updates.Select(update => update.Text)));
        Assert.Equal([(1000, 0.8f), (700, 0.8f), (700, 0.4f), (100, 0f)], inner.Asked.Select(o => (o!.MaxOutputTokens!.Value, o.Temperature!.Value)));
        Assert.All(inner.Asked, options => Assert.Equal(("Be kind.", "###"), (options!.Instructions, options.StopSequences!.Single())));
        var level = AnswerLevel.Of(updates[0])!;
        Assert.Equal((3, "minimal", true), (level.Index, level.Name, level.IsDegraded));
        Assert.Equal([("as asked", "1"), ("shorter", "2"), ("cooler", "3")], level.Failures.Select(failure => (failure.Level, failure.Reason.Message)));
        Assert.Equal(level.Failures, told);
        Assert.Null(AnswerLevel.Of(updates[1]));
        Assert.Equal(1000, wishes.MaxOutputTokens);
    }

    [Fact]
    public async Task Where_nothing_was_wished_the_levels_weaken_the_usual()
    {
        using var inner = new Acts(Acts.Breaks(new IOException()), Acts.Breaks(new IOException()), Acts.Breaks(new IOException()), Acts.Says("x"));
        using var client = new DegradingChatClient(inner);

        await client.GetResponseAsync(s_question, cancellationToken: TestTime.Deadline());

        Assert.Equal([(null, null), (350, null), (350, 0.35f), (100, 0f)], inner.Asked.Select(o => (o!.MaxOutputTokens, o.Temperature)));
    }

    [Fact]
    public async Task When_every_level_fails_all_reasons_are_told()
    {
        using var inner = new Acts(Acts.Breaks(new IOException("1")), Acts.Breaks(new IOException("2")));
        using var client = new DegradingChatClient(inner, new() { Levels = [DegradationLevel.AsAsked, DegradationLevel.Minimal] });

        var failure = await Assert.ThrowsAsync<NoLevelAnsweredException>(() => client.GetResponseAsync(s_question, cancellationToken: TestTime.Deadline()));

        Assert.Equal("The request failed at every level. as asked: 1 minimal: 2", failure.Message);
        Assert.Equal(["1", "2"], failure.Failures.Select(f => f.Reason.Message));
    }

    [Fact]
    public async Task After_the_first_piece_a_failure_belongs_to_the_reader()
    {
        using var inner = new Acts(Acts.Breaks(new IOException("gone"), "half"), Acts.Says("Hello"));
        using var client = new DegradingChatClient(inner);

        await Assert.ThrowsAsync<IOException>(async () => await client.GetStreamingResponseAsync(s_question).AllAsync());
        Assert.Equal((1, 0), (inner.Calls, inner.Open));
    }

    [Fact]
    public async Task A_level_that_says_nothing_is_given_up()
    {
        using var inner = new Acts(Acts.Hangs(), Acts.Says("Hello"));
        using var client = new DegradingChatClient(inner, new() { LevelDeadline = TimeSpan.FromSeconds(10) }, _time);

        var reading = client.GetStreamingResponseAsync(s_question).AllAsync();
        await TestTime.UntilAsync(() => inner.Open == 1, "it is asked");
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal("shorter", AnswerLevel.Of((await reading.WaitAsync(TestTime.Deadline()))[0])!.Name);
    }

    [Fact]
    public async Task Bad_arguments_and_the_callers_cancellation_degrade_nothing()
    {
        using var wrong = new Acts(Acts.Breaks(new ArgumentException("bad")), Acts.Says("Hello"));
        using var client = new DegradingChatClient(wrong);
        await Assert.ThrowsAsync<ArgumentException>(() => client.GetResponseAsync(s_question, cancellationToken: TestTime.Deadline()));

        using var stop = new CancellationTokenSource();
        using var hanging = new Acts(Acts.Hangs(), Acts.Says("Hello"));
        using var waiting = new DegradingChatClient(hanging);
        var asking = waiting.GetResponseAsync(s_question, cancellationToken: stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        Assert.Equal((1, 1), (wrong.Calls, hanging.Calls));
    }

    [Fact]
    public async Task It_stands_on_retries_like_any_client()
    {
        using var inner = new Acts(Acts.Breaks(new IOException("1")), Acts.Breaks(new IOException("2")), Acts.Says("Hello"));
        using var client = new DegradingChatClient(new RetryingChatClient(inner, new() { Attempts = 2, FirstDelay = TimeSpan.FromMilliseconds(1) }));

        Assert.Equal("shorter", AnswerLevel.Of(await client.GetResponseAsync(s_question, cancellationToken: TestTime.Deadline()))!.Name);
        Assert.Equal([null, null, 350], inner.Asked.Select(options => options!.MaxOutputTokens));
    }
}
