namespace Confab.Protocol;

/// <summary>A new or changed message.</summary>
public sealed record MessageEvent(Message Message) : ServerFrame;

/// <summary>Somebody became a member.</summary>
public sealed record UserJoined(RoomId RoomId, Member User) : ServerFrame;

/// <summary>Somebody is no longer a member.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="User">Who left.</param>
/// <param name="RemovedBy">Who made them; absent for who went by themselves.</param>
public sealed record UserLeft(RoomId RoomId, Author User, Author? RemovedBy = null) : ServerFrame;

/// <summary>A member's role or right to write has changed.</summary>
public sealed record MemberUpdated(RoomId RoomId, Member Member) : ServerFrame;

/// <summary>The room is gone, with everything in it.</summary>
public sealed record RoomDeleted(RoomId RoomId) : ServerFrame;

/// <summary>A room is new or changed.</summary>
public sealed record RoomUpdated(RoomId RoomId, Room Room) : ServerFrame;

/// <summary>Ends by itself: a client forgets it after six seconds.</summary>
public sealed record TypingEvent(RoomId RoomId, UserId UserId, bool IsTyping) : ServerFrame;

/// <summary>How present somebody is, in all rooms alike.</summary>
public sealed record PresenceEvent(
    UserId UserId, PresenceStatus Status, DateTimeOffset? LastSeen = null, string? Activity = null, IReadOnlyList<string>? Devices = null) : ServerFrame;

/// <summary>A member has come further; one cursor per member and room.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="MemberId">A person or an assistant.</param>
/// <param name="DeliveredSeq">See <see cref="Cursor"/>.</param>
/// <param name="ReadSeq">See <see cref="Cursor"/>.</param>
/// <param name="Unread">To one's own devices: what is left to read.</param>
/// <param name="Mentions">To one's own devices: how many of those name one.</param>
/// <param name="Thread">To one's own devices: a thread was read, or one takes part in another.</param>
/// <param name="Seq">To one's own devices: the newest message that is counted in the others; later ones come on top.</param>
public sealed record ReceiptEvent(
    RoomId RoomId, UserId MemberId, long DeliveredSeq, long ReadSeq, int? Unread = null, int? Mentions = null, FollowedThread? Thread = null,
    long? Seq = null) : ServerFrame;

/// <summary>What one might say next, after an answer. The next message takes them away.</summary>
/// <param name="Items">3 to 5.</param>
public sealed record SuggestionsEvent(RoomId RoomId, MessageId MessageId, IReadOnlyList<string> Items) : ServerFrame;

/// <summary>Each room's newest rev, every 30 seconds. Who is behind joins again with what it knows.</summary>
public sealed record SyncEvent(IReadOnlyDictionary<RoomId, long> Revs) : ServerFrame;

/// <summary>An assistant remembers something, or no longer: told to the devices of those who may see it.</summary>
/// <param name="AssistantId">Whose memory.</param>
/// <param name="Remembered">New or with other words.</param>
/// <param name="Forgotten">Gone.</param>
/// <param name="RoomId">The room that it came of.</param>
/// <param name="MessageId">The message that it came of.</param>
public sealed record MemoryChanged(
    UserId AssistantId, IReadOnlyList<RememberedThing> Remembered, IReadOnlyList<MemoryId> Forgotten, RoomId? RoomId = null, MessageId? MessageId = null) : ServerFrame;

/// <param name="Id">The memory.</param>
/// <param name="Content">What is remembered.</param>
public sealed record RememberedThing(MemoryId Id, string Content);
