using System.Runtime.CompilerServices;
using System.Text;
using Confab.Protocol;
using Confab.Server.Generation;
using Confab.Server.Storage;

namespace Confab.Server.Replies;

/// <summary>
/// One generation as its watchers see it. It alone keeps the text so far, numbers the pieces, and sends the one end.
/// What it tells and what <see cref="Snapshot"/> shows are of one order: a late joiner continues at the right place.
/// </summary>
/// <param name="publish">Told each event in order; it must not wait.</param>
/// <param name="reply">The message it becomes; it begins with the words that its draft has.</param>
public sealed class ReplyStream(StreamId id, Action<ServerFrame> publish, ReplyDraft? reply = null)
{
    readonly Lock _gate = new();
    readonly CancellationTokenSource _stop = new();
    readonly TaskCompletionSource _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly StringBuilder _text = new();
    readonly List<ToolCall> _calls = [];
    int _position;
    TaskCompletionSource? _news;
    int? _ahead;
    string? _model;
    bool _ended;

    public StreamId Id => id;

    /// <summary>The message it becomes; null for a stream of one's own.</summary>
    public ReplyDraft? Reply => reply;

    /// <summary>Why it was stopped; meaningful once <see cref="Stopped"/> is cancelled.</summary>
    public StreamEndReason StopReason { get; private set; }

    /// <summary>How it ended; null until then.</summary>
    public StreamOutcome? Outcome { get; private set; }

    public CancellationToken Stopped => _stop.Token;

    /// <summary>Completes when the end was told.</summary>
    public Task Ended => _told.Task;

    public bool HasStarted
    {
        get { lock (_gate) return _model is not null; }
    }

    /// <summary>What there is so far; of one that goes on where another was cut, that one's words before it starts too.</summary>
    public string Text
    {
        get { lock (_gate) return _model is null ? reply?.Content ?? "" : _text.ToString(); }
    }

    public void Queued(int ahead, TimeSpan? eta)
    {
        lock (_gate)
        {
            if (_model is not null || _ended) return;
            _ahead = ahead;
            publish(new StreamQueued(id, ahead, reply?.RoomId, reply?.MessageId, reply?.Author, reply?.ParentId, eta?.TotalMilliseconds, reply?.ThreadId, reply?.VariantOf));
        }
    }

    /// <param name="reference">The ref of the request that it answers, for a stream of one's own.</param>
    public void Start(string model, string? reference = null)
    {
        lock (_gate)
        {
            _model = model;
            _ahead = null;
            publish(new StreamStart(id, model, reply?.RoomId, reply?.MessageId, reply?.Author, reply?.ParentId, reply?.ThreadId, reply?.VariantOf) { Ref = reference });
            if (reply is { Content.Length: > 0 }) Grow(reply.Content, tokens: 0);
        }
    }

    public void Grow(string text, int tokens)
    {
        lock (_gate)
        {
            var offset = _text.Length;
            _text.Append(text);
            _position += tokens;
            publish(new TokenEvent(id, offset, _position, text));
            Wake();
        }
    }

    /// <summary>The tools that were called, in order.</summary>
    public IReadOnlyList<ToolCall> Calls
    {
        get { lock (_gate) return [.. _calls]; }
    }

    /// <summary>A tool is used, or was: the same call again with its end.</summary>
    public void Call(ToolCall call)
    {
        lock (_gate)
        {
            var known = _calls.FindIndex(c => c.Id == call.Id);
            if (known < 0) _calls.Add(call);
            else _calls[known] = call;
            publish(new ToolCallEvent(id, call, reply?.RoomId, reply?.MessageId));
        }
    }

    public void Tell(ProgressEvent progress) => publish(progress);

    /// <summary>The one end; whatever comes after the first is not told.</summary>
    public void End(StreamOutcome outcome)
    {
        lock (_gate)
        {
            if (_ended) return;
            _ended = true;
            Outcome = outcome;
            publish(new StreamEnd(
                id, outcome.Reason, outcome.Usage, outcome.Duration.TotalMilliseconds, outcome.Model, outcome.TimeToFirstToken?.TotalMilliseconds,
                outcome.TokensPerSecond, reply?.RoomId, reply?.MessageId, outcome.Error, outcome.Choice?.Info()));
            _told.TrySetResult();
            Wake();
        }
    }

    /// <summary>The whole text from its beginning, in pieces as they come, up to the end. A slow reader gets larger pieces and delays nobody.</summary>
    public async IAsyncEnumerable<string> FollowAsync([EnumeratorCancellation] CancellationToken stop)
    {
        for (var offset = 0; ;)
        {
            var (piece, news) = ReadFrom(offset);
            if (piece.Length == 0 && news is null) yield break;
            if (piece.Length == 0) await news!.WaitAsync(stop);
            else yield return piece;
            offset += piece.Length;
        }
    }

    /// <summary>Asks the generation to end; the first reason counts.</summary>
    public void Stop(StreamEndReason why)
    {
        lock (_gate)
        {
            if (_ended || _stop.IsCancellationRequested) return;
            StopReason = why;
        }
        _stop.Cancel();
    }

    /// <summary>What there is from an offset on, and what completes when there is more; null once there will be none.</summary>
    (string Piece, Task? News) ReadFrom(int offset)
    {
        lock (_gate)
        {
            if (!_ended) _news ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return (_text.ToString(offset, _text.Length - offset), _ended ? null : _news!.Task);
        }
    }

    void Wake()
    {
        _news?.TrySetResult();
        _news = null;
    }

    /// <summary>What somebody who comes now has missed; null for a stream of one's own, and once it has ended.</summary>
    public RunningStream? Snapshot()
    {
        lock (_gate)
            return _ended || reply is null ? null : new(id, reply.MessageId, reply.Author, reply.ParentId, _text.ToString(), _position, _model, _ahead, reply.ThreadId, reply.VariantOf,
                _calls.Count > 0 ? [.. _calls] : null);
    }
}
