using System.Net;
using Confab.Inference.Catalog;
using Confab.Inference.Engines.Remote;
using Confab.Inference.Routing;
using Microsoft.Extensions.AI;

namespace Confab.Tests.Inference.Routing;

/// <summary>What happens when a model fails, and when it fails again and again.</summary>
public sealed class FailoverTests
{
    static readonly RouterOptions BestFirst = new() { Strategy = RoutingStrategy.QualityFirst };

    [Fact]
    public async Task A_model_that_fails_before_its_first_piece_is_replaced_by_the_next_best()
    {
        await using var fleet = new Fleet(BestFirst);
        fleet.Add(Fleet.Card("best") with { Quality = 1 }, new Actor { FailsWith = new IOException("the line is cut") });
        fleet.Add(Fleet.Card("next") with { Quality = 0.5 }, new Actor("hello"));

        var answer = await fleet.Router.GetResponseAsync([new(ChatRole.User, "hi")]);

        Assert.Equal(("hello", "next"), (answer.Text, answer.ModelId));
        Assert.Equal("'next' is likely to answer best. Before it, 'best' failed (the line is cut).", answer.GetModelChoice()!.Reason);
        Assert.Equal("failed (the line is cut)", answer.GetModelChoice()!.Scores.Single(s => s.ModelId == "best").LeftOut);
    }

    [Fact]
    public async Task A_failure_after_the_first_piece_ends_the_answer_honestly()
    {
        await using var fleet = new Fleet(BestFirst);
        fleet.Add(Fleet.Card("best") with { Quality = 1 }, new Actor("half ", "an answer") { FailsWith = new IOException("the line is cut"), FailsAfter = 1 });
        var next = new Actor("hello");
        fleet.Add(Fleet.Card("next") with { Quality = 0.5 }, next);
        var heard = "";

        var failure = await Assert.ThrowsAsync<IOException>(async () =>
        {
            await foreach (var update in fleet.Router.GetStreamingResponseAsync([new(ChatRole.User, "hi")])) heard += update.Text;
        });

        Assert.Equal(("half ", "the line is cut", 0), (heard, failure.Message, next.Asked));
    }

    [Fact]
    public async Task A_model_that_was_named_is_not_replaced_by_another()
    {
        await using var fleet = new Fleet(BestFirst);
        fleet.Add(Fleet.Card("named"), new Actor { FailsWith = new IOException("the line is cut") });
        var other = new Actor();
        fleet.Add(Fleet.Card("other"), other);

        await Assert.ThrowsAsync<IOException>(() => fleet.AskAsync(new ChatOptions { ModelId = "named" }));

        Assert.Equal(0, other.Asked);
    }

    [Fact]
    public async Task No_more_models_are_tried_than_allowed_and_the_error_names_them()
    {
        await using var fleet = new Fleet(BestFirst with { Attempts = 2 });
        foreach (var id in new[] { "a", "b", "c" }) fleet.Add(Fleet.Card(id), new Actor { FailsWith = new IOException($"{id} is down") });

        var failure = await Assert.ThrowsAsync<NoModelException>(() => fleet.AskAsync());

        Assert.Equal("No model can answer now: 'a' failed (a is down); 'b' failed (b is down).", failure.Message);
    }

    [Fact]
    public async Task A_fault_of_the_request_itself_is_told_at_once_and_held_against_nobody()
    {
        await using var fleet = new Fleet(BestFirst);
        var model = fleet.Add(Fleet.Card("a"), new Actor { FailsWith = new ArgumentOutOfRangeException("temperature") });
        var other = new Actor();
        fleet.Add(Fleet.Card("b"), other);

        for (var i = 0; i < 5; i++) await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => fleet.AskAsync());

        Assert.Equal((0, 0, CircuitState.Closed), (other.Asked, (int)model.Measured.Failures, fleet.Router.CircuitOf(model)));
    }

    [Fact]
    public async Task What_an_endpoint_refuses_as_a_bad_request_does_not_close_its_model_for_everybody()
    {
        await using var fleet = new Fleet(BestFirst);
        var refusal = new RemoteModelException("far", "the schema is none") { StatusCode = HttpStatusCode.BadRequest };
        var model = fleet.Add(Fleet.Card("far"), new Actor { FailsWith = refusal });

        for (var i = 0; i < 5; i++) await Assert.ThrowsAsync<RemoteModelException>(() => fleet.AskAsync());

        Assert.Equal((0, CircuitState.Closed), ((int)model.Measured.Failures, fleet.Router.CircuitOf(model)));
    }

    [Fact]
    public async Task A_prompt_too_long_for_one_model_goes_to_one_that_can_take_it()
    {
        await using var fleet = new Fleet(BestFirst);
        var small = fleet.Add(Fleet.Card("small") with { Quality = 1 }, new Actor { FailsWith = new PromptTooLongException(5000, 1000) });
        fleet.Add(Fleet.Card("wide"), new Actor("it fits"));

        Assert.Equal("it fits", await fleet.AskAsync());
        Assert.Equal(0, small.Measured.Failures);
    }

    [Fact]
    public async Task A_model_that_does_not_begin_in_time_is_replaced()
    {
        await using var fleet = new Fleet(BestFirst with { FirstTokenDeadline = TimeSpan.FromSeconds(10) });
        var begun = new TaskCompletionSource();
        fleet.Add(Fleet.Card("stuck") with { Quality = 1 }, new Actor { Before = async stop => { begun.SetResult(); await Task.Delay(Timeout.Infinite, stop); } });
        fleet.Add(Fleet.Card("next"), new Actor("here"));

        var answer = fleet.Router.GetResponseAsync([new(ChatRole.User, "hi")]);
        await begun.Task;
        await fleet.PassAsync(TimeSpan.FromSeconds(10));

        Assert.Equal("here", (await answer).Text);
        Assert.Contains("'stuck' failed ('stuck' did not begin to answer within 10 seconds.)", (await answer).GetModelChoice()!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_takes_too_long_ends_with_an_error()
    {
        await using var fleet = new Fleet(new RouterOptions { Deadline = TimeSpan.FromSeconds(60) });
        var half = new TaskCompletionSource();
        fleet.Add(Fleet.Card("slow"), new Actor("one", "two") { Between = async stop => { half.SetResult(); await Task.Delay(Timeout.Infinite, stop); } });

        var answer = fleet.AskAsync();
        await half.Task;
        await fleet.PassAsync(TimeSpan.FromSeconds(60));

        Assert.Equal("'slow' took longer than 60 seconds.", (await Assert.ThrowsAsync<TimeoutException>(() => answer)).Message);
    }

    [Fact]
    public async Task After_failures_in_a_row_a_model_is_left_alone_until_one_trial_succeeds()
    {
        await using var fleet = new Fleet(BestFirst);
        var shaky = new Actor("back again") { FailsWith = new IOException("down") };
        var model = fleet.Add(Fleet.Card("shaky") with { Quality = 1 }, shaky);
        fleet.Add(Fleet.Card("steady"), new Actor("steady"));

        for (var i = 0; i < 5; i++) Assert.Equal("steady", await fleet.AskAsync());
        Assert.Equal((3, CircuitState.Open), (shaky.Asked, fleet.Router.CircuitOf(model)));
        Assert.Equal("is left alone for 30 s after failures", fleet.Router.Choose().Scores.Single(s => s.ModelId == "shaky").LeftOut);

        await fleet.PassAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(CircuitState.HalfOpen, fleet.Router.CircuitOf(model));
        Assert.Equal("steady", await fleet.AskAsync());
        Assert.Equal((4, CircuitState.Open), (shaky.Asked, fleet.Router.CircuitOf(model)));

        shaky.FailsWith = null;
        await fleet.PassAsync(TimeSpan.FromSeconds(30));
        Assert.Equal("steady", await fleet.AskAsync());
        await fleet.PassAsync(TimeSpan.FromSeconds(30));
        Assert.Equal("back again", await fleet.AskAsync());
        Assert.Equal(CircuitState.Closed, fleet.Router.CircuitOf(model));
    }

    [Fact]
    public async Task Only_one_request_at_a_time_tries_a_model_that_was_left_alone()
    {
        await using var fleet = new Fleet(BestFirst);
        var shaky = new Actor("back") { FailsWith = new IOException("down") };
        fleet.Add(Fleet.Card("shaky") with { Quality = 1 }, shaky);
        fleet.Add(Fleet.Card("steady"), new Actor("steady"));
        for (var i = 0; i < 3; i++) await fleet.AskAsync();
        await fleet.PassAsync(TimeSpan.FromSeconds(30));
        var goOn = new TaskCompletionSource();
        shaky.FailsWith = null;
        shaky.Before = _ => goOn.Task;

        var trial = fleet.AskAsync();
        Assert.Equal("steady", await fleet.AskAsync());
        goOn.SetResult();

        Assert.Equal("back", await trial);
        Assert.Equal("back", await fleet.AskAsync());
    }

    [Fact]
    public async Task A_cancelled_request_says_nothing_about_its_model()
    {
        await using var fleet = new Fleet();
        var begun = new TaskCompletionSource();
        var model = fleet.Add(Fleet.Card("a"), new Actor { Before = async stop => { begun.SetResult(); await Task.Delay(Timeout.Infinite, stop); } });
        using var stop = new CancellationTokenSource();

        var answer = fleet.Router.GetResponseAsync([new(ChatRole.User, "hi")], null, stop.Token);
        await begun.Task;
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        Assert.Equal((0, 0, 0), (model.Busy, (int)model.Measured.Failures, (int)model.Measured.Answers));
    }

    [Fact]
    public async Task Every_request_that_ended_somehow_has_let_go_of_its_model()
    {
        await using var fleet = new Fleet(BestFirst);
        var model = fleet.Add(Fleet.Card("a"), new Actor("one", "two", "three"));

        await foreach (var _ in fleet.Router.GetStreamingResponseAsync([new(ChatRole.User, "hi")])) break;
        await fleet.AskAsync();

        Assert.Equal(0, model.Busy);
    }
}
