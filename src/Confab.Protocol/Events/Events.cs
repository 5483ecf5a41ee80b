namespace Confab.Protocol;

/// <summary>A new or changed message.</summary>
public sealed record MessageEvent(Message Message) : ServerFrame;

/// <summary>Somebody became a member.</summary>
public sealed record UserJoined(RoomId RoomId, Member User) : ServerFrame;

/// <summary>Somebody is no longer a member.</summary>
public sealed record UserLeft(RoomId RoomId, Author User) : ServerFrame;

/// <summary>A room is new or changed.</summary>
public sealed record RoomUpdated(RoomId RoomId, Room Room) : ServerFrame;

/// <summary>Ends by itself: a client forgets it after six seconds.</summary>
public sealed record TypingEvent(RoomId RoomId, UserId UserId, bool IsTyping) : ServerFrame;

public sealed record PresenceEvent(UserId UserId, PresenceStatus Status, DateTimeOffset? LastSeen = null) : ServerFrame;

/// <summary>Each room's newest rev, every 30 seconds. Who is behind joins again with what it knows.</summary>
public sealed record SyncEvent(IReadOnlyDictionary<RoomId, long> Revs) : ServerFrame;
