using Confab.Inference.Jobs;
using Confab.Inference.Prompts;
using Confab.Inference.Runs;
using Confab.Tests.Support;

namespace Confab.Tests.Inference.Jobs;

public sealed class TrackedJobsTests
{
    readonly FakeTime _time = new();
    readonly ScriptedModel _model = new();

    [Fact]
    public async Task A_job_goes_through_its_stages_to_its_text()
    {
        var stages = new List<JobStage>();
        TrackedJobs jobs = null!;
        await using var owner = jobs = new(new Acts(Acts.Says("Hello ", "you")), new()
        {
            Initialize = _ => Note(),
            SelectModel = async (_, _) => { await Note(); return "chosen"; },
            Complete = async (job, _) => { await Note(); Assert.Equal("Hello you", job.Text); },
        }, _time);

        var started = jobs.Start(new("hi"), "j");
        var ended = await jobs.WaitAsync("j", TestTime.Deadline());

        Assert.Equal([JobStage.Initialization, JobStage.ModelSelection, JobStage.Completion], stages);
        Assert.Equal("j", started.Id);
        Assert.Equal((RunState.Completed, 1.0, "Hello you", 2), (ended.State, ended.Progress, ended.Text, ended.Tokens));
        Assert.Equal((TimeSpan.Zero, JobStage.Completion, null), (ended.Eta, ended.Stage, ended.Error));
        Assert.All(ended.Stages, stage => Assert.Equal((StageState.Done, 1.0, null), (stage.State, stage.Progress, stage.Error)));

        Task Note()
        {
            stages.Add(jobs.Find("j")!.Stage);
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task The_chosen_model_is_asked_for()
    {
        using var client = new Acts(Acts.Says("x"));
        await using var jobs = new TrackedJobs(client, new() { SelectModel = (prompt, _) => Task.FromResult($"best for {prompt}") }, _time);

        jobs.Start(new("hi", new PromptOptions { Temperature = 0 }), "j");
        await jobs.WaitAsync("j", TestTime.Deadline());

        Assert.Equal(("best for hi", 0f), (client.Asked[0]!.ModelId, client.Asked[0]!.Temperature));
    }

    [Fact]
    public async Task Without_a_hook_the_first_update_tells_which_model_was_chosen()
    {
        using var client = new Acts(Acts.Says("x"));
        await using var jobs = new TrackedJobs(client, time: _time);

        jobs.Start(new("hi"), "j");

        Assert.Equal("m", (await jobs.WaitAsync("j", TestTime.Deadline())).Model);
    }

    [Fact]
    public async Task Progress_speed_and_the_time_left_follow_the_tokens()
    {
        await using var jobs = new TrackedJobs(_model, time: _time);
        jobs.Start(new("hi", new PromptOptions { MaxTokens = 10 }), "j");
        var speech = await _model.NextAsync();
        Assert.Equal((RunState.Pending, JobStage.ModelSelection, 0, null), State(jobs.Find("j")!));

        speech.Say("a");
        await TestTime.UntilAsync(() => jobs.Find("j")!.Tokens == 1, "a token");
        Assert.Equal((RunState.Streaming, JobStage.Generation, 1, null), State(jobs.Find("j")!));
        var before = jobs.Find("j")!.Progress;
        for (var i = 2; i <= 5; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(0.5));
            speech.Say("b");
            await TestTime.UntilAsync(() => jobs.Find("j")!.Tokens == i, "one more");
        }

        var now = jobs.Find("j")!;
        Assert.Equal(2, now.TokensPerSecond!.Value, 6);
        Assert.Equal(TimeSpan.FromSeconds(2.5), now.Eta);
        Assert.Equal(TimeSpan.FromSeconds(2), now.Elapsed);
        Assert.Equal(0.5, now.Stages[(int)JobStage.Generation].Progress, 6);
        Assert.InRange(now.Progress, before + 0.1, 0.9);
        Assert.Null(now.Text);
        speech.Finish();
        Assert.Equal(1, (await jobs.WaitAsync("j", TestTime.Deadline())).Progress);

        static (RunState, JobStage, int, TimeSpan?) State(JobSnapshot job) => (job.State, job.Stage, job.Tokens, job.Eta);
    }

    [Fact]
    public async Task A_watcher_sees_progress_that_never_goes_back_and_ends_with_the_end()
    {
        await using var jobs = new TrackedJobs(_model, new() { ExpectedTokens = 20 });
        jobs.Start(new("hi"), "j");
        var watching = jobs.WatchAsync("j", TimeSpan.Zero, TestTime.Deadline()).AllAsync();
        var speech = await _model.NextAsync();
        for (var i = 0; i < 50; i++) speech.Say("word ");
        speech.Finish();

        var seen = await watching;

        Assert.Equal(seen.Select(job => job.Progress).Order(), seen.Select(job => job.Progress));
        Assert.All(seen[..^1], job => Assert.True(job.Progress < 1 && !job.State.HasEnded()));
        Assert.Equal((RunState.Completed, 1.0, 50), (seen[^1].State, seen[^1].Progress, seen[^1].Tokens));
    }

    [Fact]
    public async Task A_watcher_gets_few_snapshots_but_the_end_at_once()
    {
        await using var jobs = new TrackedJobs(_model, time: _time);
        jobs.Start(new("hi"), "j");
        var speech = await _model.NextAsync();
        await using var watching = jobs.WatchAsync("j", TimeSpan.FromSeconds(1)).GetAsyncEnumerator();
        Assert.True(await watching.NextAsync());
        var next = watching.NextAsync();
        speech.Say("a").Say("b").Say("c");
        await TestTime.UntilAsync(() => jobs.Find("j")!.Tokens == 3, "three tokens");
        Assert.False(next.IsCompleted);
        await TestTime.UntilAsync(() => _time.Timers >= 2, "the watcher waits");

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await next.WaitAsync(TestTime.Deadline()));
        Assert.Equal(3, watching.Current.Tokens);

        next = watching.NextAsync();
        speech.Finish();
        Assert.True(await next.WaitAsync(TestTime.Deadline()));
        Assert.Equal(RunState.Completed, watching.Current.State);
        Assert.False(await watching.NextAsync());
    }

    [Fact]
    public async Task The_stage_that_failed_names_its_error_and_later_ones_never_come()
    {
        await using var jobs = new TrackedJobs(_model, time: _time);
        jobs.Start(new("hi"), "j");
        (await _model.NextAsync()).Say("half").Fail(new IOException("gone"));

        var ended = await jobs.WaitAsync("j", TestTime.Deadline());

        Assert.Equal((RunState.Failed, JobStage.Generation, "gone", "half"), (ended.State, ended.Stage, ended.Error!.Message, ended.Text));
        Assert.Equal([StageState.Done, StageState.Done, StageState.Failed, StageState.Waiting], ended.Stages.Select(stage => stage.State));
        Assert.InRange(ended.Progress, 0.1, 0.99);
    }

    [Fact]
    public async Task What_fails_early_fails_in_its_own_stage()
    {
        await using var unready = new TrackedJobs(_model, new() { Initialize = _ => throw new IOException("no disk") }, _time);
        unready.Start(new("hi"), "j");
        await using var modelless = new TrackedJobs(_model, new() { SelectModel = (_, _) => throw new InvalidOperationException("no model") }, _time);
        modelless.Start(new("hi"), "j");

        Assert.Equal(JobStage.Initialization, (await unready.WaitAsync("j", TestTime.Deadline())).Stage);
        Assert.Equal((JobStage.ModelSelection, "no model"), Failure(await modelless.WaitAsync("j", TestTime.Deadline())));

        static (JobStage, string) Failure(JobSnapshot job) => (job.Stage, job.Error!.Message);
    }

    [Fact]
    public async Task Cancelling_stops_the_model_and_keeps_what_there_was()
    {
        await using var jobs = new TrackedJobs(_model, time: _time);
        var id = jobs.Start(new("hi")).Id;
        var speech = await _model.NextAsync();
        speech.Say("half");
        await TestTime.UntilAsync(() => jobs.Find(id)!.Tokens == 1, "a token");
        _time.Advance(TimeSpan.FromSeconds(3));

        Assert.True(jobs.Cancel(id));
        await speech.Ended;
        var ended = await jobs.WaitAsync(id, TestTime.Deadline());
        _time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal((RunState.Cancelled, "half", TimeSpan.FromSeconds(3)), (ended.State, ended.Text, jobs.Find(id)!.Elapsed));
        Assert.Equal($"The job '{id}' was cancelled.", ended.Error!.Message);
    }

    [Fact]
    public async Task Unknown_jobs_are_named_and_a_running_id_is_taken()
    {
        await using var jobs = new TrackedJobs(_model, time: _time);
        jobs.Start(new("hi"), "j");

        Assert.Throws<RunIdTakenException>(() => jobs.Start(new("hi"), "j"));
        Assert.Null(jobs.Find("nobody"));
        Assert.Contains("'nobody'", Assert.Throws<KeyNotFoundException>(() => jobs.WatchAsync("nobody")).Message);
        Assert.Equal(["j"], jobs.List().Select(job => job.Id));
    }
}
