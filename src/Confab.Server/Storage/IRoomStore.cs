using Confab.Protocol;
using Confab.Server.Assistants;

namespace Confab.Server.Storage;

/// <summary>Rooms and who is in them. Each change is one transaction, and tells all that it changed.</summary>
public interface IRoomStore
{
    /// <summary>Makes a room, with its owner in it where one is named. Refused where a room of this id is there already.</summary>
    Task<RoomOutcome> CreateAsync(NewRoom room);

    /// <summary>
    /// The one direct room of a room's owner and another, made of <paramref name="room"/> when there is none. While nothing was
    /// said in it, it is listed only to those who opened it.
    /// </summary>
    Task<RoomOutcome> OpenDirectAsync(NewRoom room, UserId other);

    Task<Room?> FindAsync(RoomId id, CancellationToken stop);

    /// <summary>The room and what a user is in it; null when there is no such room.</summary>
    Task<RoomStanding?> FindStandingAsync(RoomId id, UserId user, CancellationToken stop);

    /// <summary>All that a member is shown who comes into the room; null for who is none.</summary>
    Task<RoomView?> ReadViewAsync(RoomId id, UserId user, ViewQuery query, CancellationToken stop);

    /// <summary>Public rooms and, where a user is named, those they are in, marked as theirs, and none that they are banned from; by name.</summary>
    Task<IReadOnlyList<Room>> ListAsync(UserId? user, CancellationToken stop);

    /// <summary>
    /// Makes somebody a member: the owner where there is none, still muted who left muted. Without a change where they are one.
    /// Refused where the room is full, or they are banned.
    /// </summary>
    Task<RoomOutcome> AddParticipantAsync(RoomId room, UserId user, DateTimeOffset joinedAt, Admission? how = null);

    /// <summary>
    /// Ends a membership. Where the last owner goes the longest-standing moderator inherits, or else member; a temporary room
    /// goes with its last member.
    /// </summary>
    Task<RoomOutcome> RemoveParticipantAsync(RoomId room, UserId user, DateTimeOffset at, Removal? how = null);

    /// <param name="room">Which room.</param>
    /// <param name="user">Must be a member.</param>
    /// <param name="role">What they become.</param>
    /// <param name="by">Must be an owner.</param>
    /// <param name="at">When.</param>
    Task<RoomOutcome> SetRoleAsync(RoomId room, UserId user, RoomRole role, Author by, DateTimeOffset at);

    /// <param name="room">Which room.</param>
    /// <param name="user">Must be a member of a lower role than <paramref name="by"/>.</param>
    /// <param name="until">Null lets them write again.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="at">When.</param>
    Task<RoomOutcome> MuteAsync(RoomId room, UserId user, DateTimeOffset? until, Author by, DateTimeOffset at);

    /// <summary>Puts an assistant into a room, or takes it out. Without a change where it is so already; refused where the room has <see cref="Limits.MaxAssistants"/>.</summary>
    Task<RoomOutcome> PutAssistantAsync(RoomId room, Author assistant, bool isIn, Author by, DateTimeOffset at);

    /// <summary>Refused where the room is archived, unless it is opened again.</summary>
    Task<RoomOutcome> UpdateAsync(RoomId room, RoomPatch patch, Author by, DateTimeOffset at);

    /// <summary>Another name in place of the one that it was meant for. Null where the room has another by now, or is archived or gone.</summary>
    Task<RoomChange?> RenameAsync(RoomId room, string name, string insteadOf);

    /// <summary>The room is gone for everybody at once; <see cref="DropDeletedAsync"/> removes what was in it.</summary>
    Task<RoomOutcome> DeleteAsync(RoomId room, DateTimeOffset at);

    /// <summary>Removes up to so many messages of deleted rooms, and those rooms that have none left. False when nothing is left to remove.</summary>
    Task<bool> DropDeletedAsync(int limit);

    /// <summary>Rooms that do not keep their history for ever, and how many days they keep it.</summary>
    Task<IReadOnlyList<(RoomId Room, int Days)>> ReadKeepingAsync(CancellationToken stop);

    /// <summary>
    /// Removes up to so many messages from the oldest on, until one that is not older than that. Seq and rev go on as if they
    /// were there. Null when there was none.
    /// </summary>
    Task<RoomChange?> DropHistoryAsync(RoomId room, DateTimeOffset olderThan, int limit);

    Task<bool> IsParticipantAsync(RoomId room, UserId user, CancellationToken stop);

    /// <summary>The people in a room, by name, up to a limit.</summary>
    Task<IReadOnlyList<Participant>> ReadParticipantsAsync(RoomId room, int limit, CancellationToken stop);

    /// <summary>The rooms that each of these people is in: all of one moment.</summary>
    Task<IReadOnlyDictionary<UserId, IReadOnlyList<RoomId>>> ReadRoomsOfAsync(IReadOnlyCollection<UserId> people, CancellationToken stop);

    /// <summary>Rooms of a kind, or all.</summary>
    Task<long> CountAsync(RoomKind? kind, CancellationToken stop);
}

/// <param name="Owner">Who is in it from the beginning.</param>
public sealed record NewRoom(
    RoomId Id, string Name, RoomKind Kind, Visibility Visibility, AssistantMode AssistantMode, DateTimeOffset CreatedAt,
    string? Topic = null, bool IsTemporary = false, UserId? Owner = null)
{
    /// <summary>The assistants in it from the beginning.</summary>
    public IReadOnlyList<UserId> Assistants { get; init; } = [AssistantList.Default];
}

/// <summary>What a member is in a room.</summary>
/// <param name="MutedUntil">Until then they cannot write.</param>
/// <param name="Version">Grows with every change: the greater one is the newer one, also where they left and came back in between.</param>
public sealed record Standing(RoomRole Role, DateTimeOffset? MutedUntil, long Version);

/// <param name="Standing">Null for who is not a member.</param>
/// <param name="IsBanned">They cannot become one by themselves.</param>
public sealed record RoomStanding(Room Room, Standing? Standing, bool IsBanned);

public sealed record Participant(UserId Id, string Name, DateTimeOffset LastSeen, Standing Standing)
{
    public Author Author => new(Id, Name, AuthorKind.User);
}
