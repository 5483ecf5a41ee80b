using Confab.Protocol;

namespace Confab.Server.Storage;

/// <summary>How far assistants have thought about what was said in their rooms. The log moves it on with each finished answer.</summary>
public interface IExtractionStore
{
    /// <summary>Where an assistant has answered and not thought about it yet, or is to think again about messages that were edited; in no order, so that those that must wait keep out nobody for good.</summary>
    Task<IReadOnlyList<Unthought>> ReadUnthoughtAsync(int limit, CancellationToken stop);

    /// <summary>
    /// Keeps what came of it, as <see cref="IMemoryStore.KeepAsync"/> does, and moves on, all in one transaction. Where somebody else
    /// moved on meanwhile nothing is kept.
    /// </summary>
    /// <param name="place">As it was read.</param>
    /// <param name="untilSeq">How far it was thought about now.</param>
    /// <param name="readRev">The room's rev when the messages were read: those that were edited since are to be thought about again.</param>
    /// <param name="memories">What came of it.</param>
    Task<IReadOnlyList<StoredMemory>> LearnAsync(Unthought place, long untilSeq, long readRev, IReadOnlyList<NewMemory> memories);

    /// <summary>Who of these people does not want to be remembered by an assistant, and until when that was so; null: it is so now.</summary>
    Task<IReadOnlyDictionary<UserId, DateTimeOffset?>> ReadOffAsync(UserId assistant, IReadOnlyCollection<UserId> people, CancellationToken stop);
}

/// <param name="Seq">Everything up to it was thought about, or is not to be.</param>
/// <param name="AnsweredSeq">What was said up to here is to be thought about.</param>
/// <param name="Rereads">Messages before that which have other words by now.</param>
public sealed record Unthought(RoomId Room, UserId Assistant, long Seq, long AnsweredSeq, IReadOnlyList<MessageId> Rereads);
