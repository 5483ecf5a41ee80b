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

    /// <summary>Whether somebody writes this message, or another in its place.</summary>
    public bool IsWriting(MessageId message) => _all.Values.Any(s => s.Outcome is null && s.Reply is { } reply && (reply.MessageId == message || reply.VariantOf == message));

    /// <summary>Whether an assistant is answering a message.</summary>
    public bool IsAnswering(MessageId question, UserId assistant) => _all.Values.Any(s => s.Reply is { } reply && reply.ParentId == question && reply.Author.Id == assistant);

    public ReplyStream? Find(StreamId id) => _all.GetValueOrDefault(id);

    public IReadOnlyList<RunningStream> In(RoomId room) =>
        [.. _all.Values.Where(s => s.Reply?.RoomId == room).OrderBy(s => s.Id.Value, StringComparer.Ordinal).Select(s => s.Snapshot()).OfType<RunningStream>()];
}
