using Confab.Protocol;

namespace Confab.Server.Storage;

/// <summary>
/// How far members have come in their rooms and threads. A person's cursor begins at the room's newest message when they become
/// a member and is gone when they leave; an assistant's begins with the first claim.
/// </summary>
public interface ICursorStore
{
    /// <summary>
    /// Moves cursors forward, all in one transaction: none goes back, nor beyond its room's newest message. Claims of people who
    /// are not in the room, or take no part in the thread, change nothing.
    /// </summary>
    /// <returns>Those that moved, as they are now; of a thread, how far it was read.</returns>
    Task<IReadOnlyList<CursorClaim>> AdvanceAsync(IReadOnlyList<CursorClaim> claims);

    /// <summary>The cursors of a room: of those named first, then of others up to the limit.</summary>
    Task<IReadOnlyList<Cursor>> ReadAsync(RoomId room, IReadOnlyList<UserId> first, int limit, CancellationToken stop);

    /// <summary>What is left to read. It costs the same however many messages there are; a room that one is not in is left out.</summary>
    Task<IReadOnlyList<UnreadCount>> CountAsync(IReadOnlyList<UnreadQuestion> questions, CancellationToken stop);

    /// <summary>The threads that somebody takes part in, those with the newest messages first, and what is left to read in each.</summary>
    /// <param name="thread">This one alone.</param>
    /// <param name="upTo">Messages after this one are not counted.</param>
    Task<IReadOnlyList<FollowedThread>> ReadThreadsAsync(RoomId room, UserId user, MessageId? thread, long upTo, int limit, CancellationToken stop);
}

/// <summary>How far somebody says, or is known, to have come.</summary>
/// <param name="ReadSeq">Not beyond <paramref name="DeliveredSeq"/>.</param>
/// <param name="ThreadId">Read in this thread alone; nothing is said of the room.</param>
public sealed record CursorClaim(RoomId RoomId, UserId MemberId, long DeliveredSeq, long ReadSeq, MessageId? ThreadId = null);

/// <param name="UpTo">Messages after this one are not counted; null: all are.</param>
public sealed record UnreadQuestion(RoomId RoomId, UserId MemberId, long? UpTo = null);

/// <param name="UpTo">The newest message that was counted.</param>
/// <param name="Unread">Messages after <see cref="Cursor.ReadSeq"/> that stand in the room itself.</param>
/// <param name="Mentions">Messages after it that name the member.</param>
public sealed record UnreadCount(RoomId RoomId, Cursor Cursor, long UpTo, int Unread, int Mentions);
