using System.Runtime.ExceptionServices;
using System.Text;
using Confab.Inference.Prompts;
using Confab.Inference.Runs;
using Confab.Inference.Streaming.Events;
using Microsoft.Extensions.AI;

namespace Confab.Inference.Jobs;

/// <summary>One job: takes its prompt through the stages, and says at any moment how far it is.</summary>
sealed class Job
{
    // The answer's length is only assumed: the last hundredth is there when it has really ended.
    const double MostWhileGenerating = 0.99;

    readonly Lock _gate = new();
    readonly Pulse _changed = new();
    readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly StringBuilder _text = new();
    readonly TimeProvider _time;
    readonly JobOptions _options;
    readonly DateTimeOffset _startedAt;
    readonly long _started;
    readonly Stages _stages;
    readonly int _expected;
    ChatPrompt _prompt;
    RunState _state;
    TimeSpan? _took;
    string? _model;
    GenerationEvent.Progress? _progress;
    GenerationEvent.Completed? _result;

    public Job(string id, ChatPrompt prompt, JobOptions options, TimeProvider time)
    {
        (Id, _prompt, _options, _time) = (id, prompt, options, time);
        (_startedAt, _started, _stages) = (time.GetUtcNow(), time.GetTimestamp(), new(time));
        _expected = prompt.Options.MaxTokens ?? options.ExpectedTokens;
    }

    public string Id { get; }

    /// <summary>Completes with the next change.</summary>
    public Task Changed => _changed.Next;

    public Task Ended => _ended.Task;

    public async Task RunAsync(IChatClient client, CancellationToken stop)
    {
        Change(_stages.Begin);
        if (_options.Initialize is { } initialize) await initialize(stop).ConfigureAwait(false);
        Change(_stages.Advance);
        if (_options.SelectModel is { } select) await SelectAsync(select, stop).ConfigureAwait(false);
        await GenerateAsync(client, stop).ConfigureAwait(false);
        Change(_stages.Advance);
        if (_options.Complete is { } complete) await complete(Snapshot() with { Text = Text }, stop).ConfigureAwait(false);
    }

    public void End(RunState state, Exception? error)
    {
        Change(() =>
        {
            _state = state;
            _took = _time.GetElapsedTime(_started);
            if (state == RunState.Completed) _stages.Complete();
            else _stages.Fail(error ?? new OperationCanceledException($"The job '{Id}' was cancelled."));
        });
        _ended.TrySetResult();
    }

    public JobSnapshot Snapshot()
    {
        lock (_gate)
        {
            return new()
            {
                Id = Id,
                State = _state,
                Stages = _stages.Snapshot(),
                Progress = _state == RunState.Completed ? 1 : _stages.Progress,
                StartedAt = _startedAt,
                Elapsed = _took ?? _time.GetElapsedTime(_started),
                Eta = Eta(),
                Model = _model,
                Tokens = _result?.Tokens ?? _progress?.Tokens ?? 0,
                ExpectedTokens = _expected,
                TokensPerSecond = _result?.TokensPerSecond ?? _progress?.TokensPerSecond,
                Text = _state.HasEnded() ? _text.ToString() : null,
                Result = _result,
            };
        }
    }

    string Text
    {
        get
        {
            lock (_gate) return _text.ToString();
        }
    }

    async Task SelectAsync(Func<ChatPrompt, CancellationToken, Task<string>> select, CancellationToken stop)
    {
        var model = await select(_prompt, stop).ConfigureAwait(false);
        _prompt = _prompt.With(_prompt.Options with { Model = model });
        Change(() => _model = model);
        Change(BeginGeneration);
    }

    async Task GenerateAsync(IChatClient client, CancellationToken stop)
    {
        var events = client.StreamWithEventsAsync(_prompt, progressInterval: TimeSpan.Zero, _time, stop);
        await foreach (var next in events.ConfigureAwait(false))
        {
            if (next is GenerationEvent.Failed failed) ExceptionDispatchInfo.Throw(failed.Error);
            Change(() => Take(next));
        }
    }

    void Take(GenerationEvent next)
    {
        switch (next)
        {
            case GenerationEvent.Started started:
                _model = started.Model ?? _model;
                if (_stages.Current == JobStage.ModelSelection) BeginGeneration();
                break;
            case GenerationEvent.Token token:
                _text.Append(token.Text);
                break;
            case GenerationEvent.Progress progress:
                _progress = progress;
                _stages.Report(Math.Min(MostWhileGenerating, (double)progress.Tokens / _expected));
                break;
            case GenerationEvent.Completed completed:
                (_result, _model) = (completed, completed.Model ?? _model);
                break;
        }
    }

    void BeginGeneration()
    {
        _stages.Advance();
        _state = RunState.Streaming;
    }

    TimeSpan? Eta()
    {
        if (_state.HasEnded()) return TimeSpan.Zero;
        if (_result is not null) return TimeSpan.Zero;
        return _progress is { TokensPerSecond: > 0 and { } speed } now
            ? TimeSpan.FromSeconds(Math.Max(0, _expected - now.Tokens) / speed)
            : null;
    }

    void Change(Action change)
    {
        lock (_gate) change();
        _changed.Signal();
    }
}
