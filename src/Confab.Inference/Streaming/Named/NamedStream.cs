using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Text;
using Confab.Inference.Prompts;
using Confab.Inference.Runs;
using Confab.Inference.Streaming.Events;
using Microsoft.Extensions.AI;

namespace Confab.Inference.Streaming.Named;

/// <summary>One answer with a name, which many can read at once and from the start, also while it grows and when it has ended.</summary>
public sealed class NamedStream
{
    readonly Lock _gate = new();
    readonly StringBuilder _text = new();
    readonly Pulse _changed = new();
    readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TimeProvider _time;
    readonly Action<StreamStateChange> _tell;
    readonly long _started;
    RunState _state;
    GenerationEvent.Progress? _progress;
    string? _model;
    TimeSpan? _took;
    Exception? _error;
    GenerationEvent.Completed? _result;

    internal NamedStream(string id, ChatPrompt prompt, TimeProvider time, Action<StreamStateChange> tell)
    {
        (Id, Prompt, _time, _tell) = (id, prompt, time, tell);
        (StartedAt, _started) = (time.GetUtcNow(), time.GetTimestamp());
        tell(new(id, RunState.Pending, StartedAt));
    }

    /// <summary>The name.</summary>
    public string Id { get; }

    /// <summary>What was asked.</summary>
    public ChatPrompt Prompt { get; }

    /// <summary>When it was asked.</summary>
    public DateTimeOffset StartedAt { get; }

    /// <summary>Where it is in its life.</summary>
    public RunState State => Locked(() => _state);

    /// <summary>The text so far.</summary>
    public string Text => Locked(_text.ToString);

    /// <summary>The tokens so far.</summary>
    public int Tokens => Locked(() => _result?.Tokens ?? _progress?.Tokens ?? 0);

    /// <summary>How far it is; null before the first text.</summary>
    public GenerationEvent.Progress? Progress => Locked(() => _progress);

    /// <summary>How long it runs or ran, the wait for its place included.</summary>
    public TimeSpan Elapsed => Locked(() => _took ?? _time.GetElapsedTime(_started));

    /// <summary>The model that answers; null before it began, and where the client does not say.</summary>
    public string? Model => Locked(() => _model);

    /// <summary>Why it broke off; null where it did not.</summary>
    public Exception? Error => Locked(() => _error);

    /// <summary>Usage, finish reason and times; null until it is completed.</summary>
    public GenerationEvent.Completed? Result => Locked(() => _result);

    /// <summary>Completes, and never fails, when the stream has ended, however it did.</summary>
    public Task Ended => _ended.Task;

    /// <summary>
    /// Reads all of its text from the start and then the rest as it comes. Nothing is lost or doubled, whenever the
    /// reading begins and however slow it is; a reader that is behind gets larger pieces and costs no memory.
    /// </summary>
    /// <exception cref="OperationCanceledException">After the last text, where the stream was cancelled; or the reader's own token was.</exception>
    /// <exception cref="Exception">After the last text, what the client threw.</exception>
    public async IAsyncEnumerable<StreamPiece> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var offset = 0;
        while (true)
        {
            var changed = _changed.Next;
            var (text, state) = After(offset);
            if (text.Length > 0)
            {
                yield return new(offset, text);
                offset += text.Length;
            }
            else if (state.HasEnded())
            {
                ThrowIfIncomplete();
                yield break;
            }
            else
            {
                await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    internal async Task RunAsync(IChatClient client, CancellationToken stop)
    {
        var events = client.StreamWithEventsAsync(Prompt, progressInterval: TimeSpan.Zero, _time, stop);
        await foreach (var next in events.ConfigureAwait(false)) Take(next);
    }

    internal void End(RunState state, Exception? error)
    {
        lock (_gate) (_error, _took) = (error, _time.GetElapsedTime(_started));
        Enter(state);
        _ended.TrySetResult();
    }

    void Take(GenerationEvent next)
    {
        switch (next)
        {
            case GenerationEvent.Started started:
                lock (_gate) _model = started.Model;
                Enter(RunState.Streaming);
                break;
            case GenerationEvent.Token token:
                lock (_gate) _text.Append(token.Text);
                _changed.Signal();
                break;
            case GenerationEvent.Progress progress:
                lock (_gate) _progress = progress;
                break;
            case GenerationEvent.Completed completed:
                lock (_gate) (_result, _model) = (completed, completed.Model);
                break;
            case GenerationEvent.Failed failed:
                ExceptionDispatchInfo.Throw(failed.Error);
                break;
        }
    }

    void Enter(RunState state)
    {
        lock (_gate)
        {
            _state = state;
            _tell(new(Id, state, _time.GetUtcNow(), _error));
        }
        _changed.Signal();
    }

    (string Text, RunState State) After(int offset)
    {
        lock (_gate) return (_text.ToString(offset, _text.Length - offset), _state);
    }

    void ThrowIfIncomplete()
    {
        if (Error is { } error) ExceptionDispatchInfo.Throw(error);
        if (State == RunState.Cancelled) throw new OperationCanceledException($"The stream '{Id}' was cancelled.");
    }

    TValue Locked<TValue>(Func<TValue> read)
    {
        lock (_gate) return read();
    }
}
