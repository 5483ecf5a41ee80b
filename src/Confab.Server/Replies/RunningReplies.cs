using System.Collections.Concurrent;
using Confab.Protocol;

namespace Confab.Server.Replies;

/// <summary>The replies on their way, in every room.</summary>
public sealed class RunningReplies
{
    readonly ConcurrentDictionary<StreamId, ReplyStream> _all = new();

    public IEnumerable<ReplyStream> All => _all.Values;

    public void Add(ReplyStream stream) => _all[stream.Id] = stream;

    public void Remove(ReplyStream stream) => _all.TryRemove(stream.Id, out _);

    /// <summary>Stops the answers to a message that is gone.</summary>
    public void StopAnswersTo(MessageId question)
    {
        foreach (var stream in _all.Values)
            if (stream.Reply?.ParentId == question) stream.Stop(StreamEndReason.Cancelled);
    }

    /// <summary>Stops the answers in a room that is gone.</summary>
    public void StopIn(RoomId room)
    {
        foreach (var stream in _all.Values)
            if (stream.Reply?.RoomId == room) stream.Stop(StreamEndReason.Cancelled);
    }

    public ReplyStream? Find(StreamId id) => _all.GetValueOrDefault(id);

    public IReadOnlyList<RunningStream> In(RoomId room) =>
        [.. _all.Values.Where(s => s.Reply?.RoomId == room).OrderBy(s => s.Id.Value, StringComparer.Ordinal).Select(s => s.Snapshot()).OfType<RunningStream>()];
}
