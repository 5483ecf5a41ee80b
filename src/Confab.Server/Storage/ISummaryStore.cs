using Confab.Protocol;

namespace Confab.Server.Storage;

/// <summary>What stands for older messages in prompts. A summary goes as soon as one of its messages is edited, deleted or dropped.</summary>
public interface ISummaryStore
{
    /// <summary>
    /// The newest first, a few: those that end before a message, of the room itself or of one thread, and begin after the line from
    /// which assistants begin anew.
    /// </summary>
    Task<IReadOnlyList<Summary>> ReadAsync(RoomId room, MessageId? thread, long beforeSeq, CancellationToken stop);

    /// <summary>Keeps one, unless one of its messages has changed since <paramref name="rev"/>: then false. Of the room itself and of each thread the 32 that were written last are kept.</summary>
    Task<bool> SaveAsync(NewSummary summary, long rev);
}

/// <param name="ThreadId">The thread that it is of; null for the room itself.</param>
/// <param name="FromSeq">The least seq of those that it stands for.</param>
/// <param name="UntilSeq">The greatest, which a variant in the place of an older message may have.</param>
/// <param name="UntilId">The last one; of branches it tells which.</param>
public sealed record NewSummary(
    RoomId RoomId, MessageId? ThreadId, long FromSeq, long UntilSeq, MessageId UntilId, string Content, string Model, DateTimeOffset CreatedAt);

/// <param name="Id">Which one it is.</param>
public sealed record Summary(long Id, MessageId? ThreadId, long FromSeq, long UntilSeq, MessageId UntilId, string Content)
{
    /// <summary>The messages of a history that it does not stand for; null where it is of another branch.</summary>
    /// <param name="history">Oldest first; of a thread with its first message.</param>
    /// <param name="limit">How many messages the history has at most.</param>
    public IReadOnlyList<Message>? Rest(IReadOnlyList<Message> history, int limit)
    {
        for (var at = history.Count - 2; at >= 0; at--)
            if (history[at].Id == UntilId) return [.. history.Skip(at + 1)];
        var said = history.Where(m => m.ThreadId == ThreadId).ToList();
        // It ends before everything that was read, and without branches there is one way back only.
        return said.Count >= limit && UntilSeq < said[0].Seq && said.All(m => m.VariantOf is null && m.AfterId is null) ? said : null;
    }
}
