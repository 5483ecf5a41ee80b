using Confab.Protocol;

namespace Confab.Server.Storage;

/// <summary>Rooms and who is in them.</summary>
public interface IRoomStore
{
    /// <summary>False when a room of this id is there already; then nothing changes.</summary>
    Task<bool> CreateAsync(NewRoom room);

    Task<Room?> FindAsync(RoomId id, CancellationToken stop);

    /// <summary>The room and what a user is in it; null when there is no such room.</summary>
    Task<RoomStanding?> FindStandingAsync(RoomId id, UserId user, CancellationToken stop);

    /// <summary>Public rooms and, where a user is named, those they are in, marked as theirs; by name.</summary>
    Task<IReadOnlyList<Room>> ListAsync(UserId? user, CancellationToken stop);

    /// <summary>True when the user was not in the room before.</summary>
    Task<bool> AddParticipantAsync(RoomId room, UserId user, DateTimeOffset joinedAt);

    /// <summary>True when the user was in the room.</summary>
    Task<bool> RemoveParticipantAsync(RoomId room, UserId user);

    Task<bool> IsParticipantAsync(RoomId room, UserId user, CancellationToken stop);

    /// <summary>The people in a room, by name, up to a limit.</summary>
    Task<IReadOnlyList<Participant>> ReadParticipantsAsync(RoomId room, int limit, CancellationToken stop);

    Task<IReadOnlyList<RoomId>> ReadRoomsOfAsync(UserId user, CancellationToken stop);

    /// <summary>Rooms of a kind, or all.</summary>
    Task<long> CountAsync(RoomKind? kind, CancellationToken stop);
}

public sealed record NewRoom(
    RoomId Id, string Name, RoomKind Kind, Visibility Visibility, AssistantMode AssistantMode, DateTimeOffset CreatedAt);

/// <summary>What a member is in a room.</summary>
/// <param name="MutedUntil">Until then they cannot write.</param>
/// <param name="Version">Grows with every change: the greater one is the newer one.</param>
public sealed record Standing(RoomRole Role, DateTimeOffset? MutedUntil, long Version);

/// <param name="Standing">Null for who is not a member.</param>
/// <param name="IsBanned">They cannot become one by themselves.</param>
public sealed record RoomStanding(Room Room, Standing? Standing, bool IsBanned);

public sealed record Participant(UserId Id, string Name, DateTimeOffset LastSeen);
