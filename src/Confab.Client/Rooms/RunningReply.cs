using System.Text;
using Confab.Protocol;

namespace Confab.Client.Rooms;

/// <summary>A reply while it is being written.</summary>
public sealed class RunningReply
{
    readonly StringBuilder _text = new();
    readonly List<ToolCall> _tools = [];

    internal RunningReply(RunningStream stream)
    {
        StreamId = stream.StreamId;
        (MessageId, Author, ParentId, ThreadId, Model, Ahead, Position) =
            (stream.MessageId, stream.Author, stream.ParentId, stream.ThreadId, stream.Model, stream.Ahead, stream.Position);
        VariantOf = stream.VariantOf;
        _text.Append(stream.Content);
        _tools.AddRange(stream.Tools ?? []);
    }

    internal RunningReply(StreamQueued queued)
    {
        StreamId = queued.StreamId;
        (MessageId, Author, ParentId, ThreadId) = (queued.MessageId, queued.Author, queued.ParentId, queued.ThreadId);
        VariantOf = queued.VariantOf;
        Move(queued);
    }

    internal RunningReply(StreamStart start)
    {
        StreamId = start.StreamId;
        Start(start);
    }

    public StreamId StreamId { get; }

    /// <summary>The message it will become.</summary>
    public MessageId? MessageId { get; private set; }

    public Author? Author { get; private set; }

    /// <summary>The message it answers.</summary>
    public MessageId? ParentId { get; private set; }

    /// <summary>The thread that it was asked for in; absent in the room itself.</summary>
    public MessageId? ThreadId { get; private set; }

    /// <summary>The first of those in whose place it will stand; absent where it is the first.</summary>
    public MessageId? VariantOf { get; private set; }

    /// <summary>The tools that it has called so far, in order.</summary>
    public IReadOnlyList<ToolCall> Tools => _tools;

    /// <summary>Absent while it waits.</summary>
    public string? Model { get; private set; }

    /// <summary>How many wait before it; absent once it started.</summary>
    public int? Ahead { get; private set; }

    /// <summary>Estimated wait; absent once it started and while nothing is known.</summary>
    public TimeSpan? Wait { get; private set; }

    /// <summary>Tokens so far.</summary>
    public int Position { get; private set; }

    public double? TokensPerSecond { get; private set; }

    /// <summary>How it ended, in the moment before its message arrives.</summary>
    public StreamEndReason? Ended { get; private set; }

    /// <summary>The UTF-16 length so far: the offset at which the next token must begin.</summary>
    public int Length => _text.Length;

    public string Text => _text.ToString();

    internal void Move(StreamQueued queued)
    {
        Ahead = queued.Ahead;
        Wait = queued.EtaMs is { } eta ? TimeSpan.FromMilliseconds(eta) : null;
    }

    internal void Start(StreamStart start)
    {
        (Model, Ahead, Wait) = (start.Model, null, null);
        (MessageId, Author, ParentId, ThreadId) = (start.MessageId ?? MessageId, start.Author ?? Author, start.ParentId ?? ParentId, start.ThreadId ?? ThreadId);
        VariantOf = start.VariantOf ?? VariantOf;
    }

    /// <returns>False when text is missing between what is here and the token.</returns>
    internal bool Grow(TokenEvent token)
    {
        if (token.Offset > Length) return false;
        var known = Length - token.Offset;
        if (known < token.Content.Length) _text.Append(token.Content, known, token.Content.Length - known);
        Position = Math.Max(Position, token.Position);
        return true;
    }

    internal void Use(ToolCall call)
    {
        var known = _tools.FindIndex(tool => tool.Id == call.Id);
        if (known < 0) _tools.Add(call);
        // The same call may be told again after a join that had its end.
        else if (_tools[known].Status == ToolStatus.Running) _tools[known] = call;
    }

    internal void Pace(ProgressEvent progress) => TokensPerSecond = progress.TokensPerSecond;

    internal void End(StreamEnd end) => Ended = end.Reason;
}
