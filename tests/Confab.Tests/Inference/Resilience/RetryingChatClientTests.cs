using System.Net;
using Confab.Inference.Resilience;
using Confab.Tests.Support;
using Microsoft.Extensions.AI;

namespace Confab.Tests.Inference.Resilience;

public sealed class RetryingChatClientTests
{
    static readonly ChatMessage[] s_question = [new(ChatRole.User, "hi")];

    readonly FakeTime _time = new();
    readonly List<FailedAttempt> _failed = [];

    [Fact]
    public async Task A_failure_that_passes_is_not_seen_by_the_reader()
    {
        using var inner = new Acts(Acts.Breaks(Busy()), Acts.Breaks(new IOException("broken")), Acts.Says("Hel", "lo"));
        using var client = Retrying(inner);

        var reading = client.GetStreamingResponseAsync(s_question, new() { MaxOutputTokens = 7 }).AllAsync();
        await StepAsync(inner, 2, TimeSpan.FromSeconds(1));
        await StepAsync(inner, 3, TimeSpan.FromSeconds(2));
        var updates = await reading;

        Assert.Equal("Hello", string.Concat(updates.Select(update => update.Text)));
        Assert.Equal(3, updates[0].AdditionalProperties![RetryingChatClient.AttemptsKey]);
        Assert.All(inner.Asked, options => Assert.Equal(7, options!.MaxOutputTokens));
        Assert.Equal([(1, 1.0, "busy"), (2, 2.0, "broken")], _failed.Select(f => (f.Number, f.Delay.TotalSeconds, f.Reason.Message)));
        Assert.Equal(0, inner.Open);
    }

    [Fact]
    public async Task A_whole_answer_is_asked_for_again_too()
    {
        using var inner = new Acts(Acts.Breaks(Busy(), "half"), Acts.Says("Hello"));
        using var client = Retrying(inner);

        var asking = client.GetResponseAsync(s_question, cancellationToken: TestTime.Deadline());
        await StepAsync(inner, 2, TimeSpan.FromSeconds(1));

        Assert.Equal(("Hello", (object)2), ((await asking).Text, (await asking).AdditionalProperties![RetryingChatClient.AttemptsKey]));
    }

    [Fact]
    public async Task After_the_first_piece_nothing_is_tried_again()
    {
        using var inner = new Acts(Acts.Breaks(Busy(), "half"), Acts.Says("Hello"));
        using var client = Retrying(inner);
        var read = new List<string>();

        await Assert.ThrowsAsync<HttpRequestException>(async () =>
        {
            await foreach (var update in client.GetStreamingResponseAsync(s_question, cancellationToken: TestTime.Deadline())) read.Add(update.Text);
        });

        Assert.Equal(["half"], read);
        Assert.Equal(1, inner.Calls);
    }

    [Fact]
    public async Task When_no_attempt_is_left_the_last_failure_is_thrown()
    {
        using var inner = new Acts(Acts.Breaks(Busy()), Acts.Breaks(Busy()), Acts.Breaks(new IOException("third")));
        using var client = Retrying(inner);

        var reading = client.GetStreamingResponseAsync(s_question).AllAsync();
        await StepAsync(inner, 2, TimeSpan.FromSeconds(1));
        await StepAsync(inner, 3, TimeSpan.FromSeconds(2));

        Assert.Equal("third", (await Assert.ThrowsAsync<IOException>(() => reading)).Message);
        Assert.Equal(2, _failed.Count);
    }

    [Fact]
    public async Task What_would_fail_again_is_thrown_at_once()
    {
        using var inner = new Acts(Acts.Breaks(new ArgumentException("too long")));
        using var client = Retrying(inner);

        await Assert.ThrowsAsync<ArgumentException>(async () => await client.GetStreamingResponseAsync(s_question).AllAsync());
        Assert.Equal(1, inner.Calls);
    }

    [Fact]
    public async Task The_wait_that_a_failure_asks_for_is_kept()
    {
        using var inner = new Acts(Acts.Breaks(Busy()), Acts.Says("Hello"));
        using var client = Retrying(inner, options => options with { RetryAfter = _ => TimeSpan.FromSeconds(20) });

        var reading = client.GetStreamingResponseAsync(s_question).AllAsync();
        await TestTime.UntilAsync(() => _failed.Count == 1 && _time.Timers == 1, "it waits");
        _time.Advance(TimeSpan.FromSeconds(19));
        Assert.Equal(1, inner.Calls);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.NotEmpty(await reading.WaitAsync(TestTime.Deadline()));
        Assert.Equal(TimeSpan.FromSeconds(20), _failed[0].Delay);
    }

    [Fact]
    public async Task A_wait_that_is_too_long_is_not_begun()
    {
        using var inner = new Acts(Acts.Breaks(Busy()), Acts.Says("Hello"));
        using var client = Retrying(inner, options => options with { RetryAfter = _ => TimeSpan.FromHours(1) });

        await Assert.ThrowsAsync<HttpRequestException>(async () => await client.GetStreamingResponseAsync(s_question).AllAsync());
        Assert.Empty(_failed);
    }

    [Fact]
    public async Task Waits_vary_at_random_around_their_length()
    {
        var delays = new HashSet<TimeSpan>();
        for (var i = 0; i < 5; i++)
        {
            _failed.Clear();
            using var inner = new Acts(Acts.Breaks(Busy()), Acts.Says("Hello"));
            using var client = Retrying(inner, options => options with { UseJitter = true });
            var reading = client.GetStreamingResponseAsync(s_question).AllAsync();
            await StepAsync(inner, 2, TimeSpan.FromSeconds(30));
            await reading;
            delays.Add(_failed[^1].Delay);
        }

        Assert.True(delays.Count > 1);
        Assert.All(delays, delay => Assert.InRange(delay, TimeSpan.Zero, TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task An_attempt_that_says_nothing_is_given_up_and_made_again()
    {
        using var inner = new Acts(Acts.Hangs(), Acts.Says("Hello"));
        using var client = Retrying(inner, options => options with { AttemptDeadline = TimeSpan.FromSeconds(10) });

        var reading = client.GetStreamingResponseAsync(s_question).AllAsync();
        await TestTime.UntilAsync(() => inner.Open == 1, "it is asked");
        _time.Advance(TimeSpan.FromSeconds(10));
        await StepAsync(inner, 2, TimeSpan.FromSeconds(1));

        Assert.NotEmpty(await reading);
        Assert.Equal("The model did not answer within 00:00:10.", Assert.IsType<TimeoutException>(_failed[0].Reason).Message);
    }

    [Fact]
    public async Task The_deadline_ends_with_the_first_piece()
    {
        var model = new ScriptedModel();
        using var client = Retrying(model, options => options with { AttemptDeadline = TimeSpan.FromSeconds(10) });
        await using var updates = client.GetStreamingResponseAsync(s_question).GetAsyncEnumerator();
        var next = updates.NextAsync();
        var speech = await model.NextAsync();
        speech.Say("a");
        Assert.True(await next);

        _time.Advance(TimeSpan.FromHours(1));
        speech.Say("b");

        Assert.True(await updates.NextAsync());
        Assert.Equal("b", updates.Current.Text);
    }

    [Fact]
    public async Task Cancelling_ends_the_wait_for_the_next_attempt()
    {
        using var stop = new CancellationTokenSource();
        using var inner = new Acts(Acts.Breaks(Busy()), Acts.Says("Hello"));
        using var client = Retrying(inner);
        var reading = client.GetStreamingResponseAsync(s_question, cancellationToken: stop.Token).AllAsync();
        await TestTime.UntilAsync(() => _failed.Count == 1, "the first failure");

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Assert.Equal(1, inner.Calls);
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests, true)]
    [InlineData(HttpStatusCode.RequestTimeout, true)]
    [InlineData(HttpStatusCode.BadGateway, true)]
    [InlineData(HttpStatusCode.NotImplemented, false)]
    [InlineData(HttpStatusCode.BadRequest, false)]
    [InlineData(HttpStatusCode.Unauthorized, false)]
    public void An_http_answer_says_whether_it_may_pass(HttpStatusCode status, bool passes) =>
        Assert.Equal(passes, Transient.Is(new HttpRequestException("x", null, status)));

    [Fact]
    public void Broken_connections_and_timeouts_may_pass_and_the_rest_may_not()
    {
        Assert.True(Transient.Is(new HttpRequestException("no route")));
        Assert.True(Transient.Is(new TaskCanceledException("slow", new TimeoutException())));
        Assert.False(Transient.Is(new TaskCanceledException()));
        Assert.False(Transient.Is(new FileNotFoundException()));
        Assert.False(Transient.Is(new InvalidOperationException()));
    }

    [Fact]
    public void An_option_out_of_its_limits_is_named()
    {
        using var inner = new Acts();

        Assert.Equal("Attempts", Assert.Throws<ArgumentOutOfRangeException>(() => new RetryingChatClient(inner, new() { Attempts = 0 })).ParamName);
        Assert.Equal("LongestDelay", Assert.Throws<ArgumentOutOfRangeException>(() => new RetryingChatClient(inner, new() { LongestDelay = TimeSpan.Zero })).ParamName);
    }

    RetryingChatClient Retrying(IChatClient inner, Func<RetryOptions, RetryOptions>? change = null)
    {
        var options = new RetryOptions { UseJitter = false, OnRetry = _failed.Add };
        return new(inner, change is null ? options : change(options), _time);
    }

    async Task StepAsync(Acts inner, int calls, TimeSpan by)
    {
        await TestTime.UntilAsync(() => inner.Calls == calls - 1 && _failed.Count == calls - 1 && inner.Open == 0 && _time.Timers == 1, "it waits");
        _time.Advance(by);
        await TestTime.UntilAsync(() => inner.Calls == calls, "it is asked again");
    }

    static HttpRequestException Busy() => new("busy", null, HttpStatusCode.TooManyRequests);
}
