using Confab.Protocol;

namespace Confab.Client.Rooms;

/// <summary>The replies of one room that are on their way.</summary>
sealed class RunningReplies
{
    readonly List<RunningReply> _replies = [];

    public IReadOnlyList<RunningReply> All => _replies;

    /// <summary>Text was missed; only a new join brings it.</summary>
    public bool HaveGap { get; private set; }

    public void Replace(IEnumerable<RunningStream> streams)
    {
        _replies.Clear();
        _replies.AddRange(streams.Select(stream => new RunningReply(stream)));
        HaveGap = false;
    }

    public void Apply(ServerFrame frame, RoomId room)
    {
        switch (frame)
        {
            case StreamQueued queued when queued.RoomId == room:
                if (Find(queued.StreamId) is { } waiting) waiting.Move(queued);
                else _replies.Add(new RunningReply(queued));
                break;
            case StreamStart start when start.RoomId == room:
                if (Find(start.StreamId) is { } starting) starting.Start(start);
                else _replies.Add(new RunningReply(start));
                break;
            case TokenEvent token:
                if (Find(token.StreamId) is { } growing && !growing.Grow(token)) HaveGap = true;
                break;
            case ToolCallEvent used:
                Find(used.StreamId)?.Use(used.Call);
                break;
            case ProgressEvent progress:
                Find(progress.StreamId)?.Pace(progress);
                break;
            case StreamEnd end when Find(end.StreamId) is { } ending:
                End(ending, end);
                break;
        }
    }

    public void Complete(MessageId message) => _replies.RemoveAll(reply => reply.MessageId == message);

    // Text that has been seen stays until its message takes its place; nothing must vanish and come back.
    void End(RunningReply reply, StreamEnd end)
    {
        if (reply.Length == 0) _replies.Remove(reply);
        else reply.End(end);
    }

    RunningReply? Find(StreamId stream) => _replies.Find(reply => reply.StreamId == stream);
}
