using Confab.Protocol;

namespace Confab.Server.Storage;

/// <summary>What one transaction made of a room and the people in it: all that those who may know of it are told.</summary>
/// <param name="Room">As it is now; what is gone, as it was.</param>
public sealed record RoomChange(Room Room)
{
    /// <summary>As it was, where the room itself changed.</summary>
    public Room? Before { get; init; }

    public bool IsNew { get; init; }

    public bool IsGone { get; init; }

    /// <summary>Who is a member now and was not.</summary>
    public Participant? Joined { get; init; }

    /// <summary>Who was a member and is none any more.</summary>
    public Author? Left { get; init; }

    /// <summary>An assistant that is in the room now and was not.</summary>
    public Author? AssistantIn { get; init; }

    /// <summary>An assistant that was in the room and is not any more.</summary>
    public Author? AssistantOut { get; init; }

    /// <summary>Who could find the room, which is public, and cannot any more. Of a private one nobody is to learn by a ban that it is there.</summary>
    public UserId? Banned { get; init; }

    /// <summary>Members who are something else now, or may write again or no longer.</summary>
    public IReadOnlyList<Participant> Changed { get; init; } = [];

    /// <summary>Where the room is new, changed or gone: the members of a private one, those banned from a public one.</summary>
    public IReadOnlySet<UserId> Named { get; init; } = new HashSet<UserId>();

    /// <summary>Where a public room became private: those banned from it, who could not find it before either.</summary>
    public IReadOnlySet<UserId> NeverFound { get; init; } = new HashSet<UserId>();

    /// <summary>Whether somebody who is told of rooms is told of this one.</summary>
    public bool IsSeenBy(UserId user) => Room.Visibility == Visibility.Public != Named.Contains(user);
}

public enum RoomRefusal
{
    UnknownRoom,
    /// <summary>The room's id is taken.</summary>
    Exists,
    Full,
    TooManyAssistants,
    Banned,
    Archived,
    /// <summary>Whom it concerns is not in the room.</summary>
    NotAMember,
    AssistantNotIn,
    /// <summary>Whoever does it has no higher role than whom it concerns.</summary>
    NotHigher,
    /// <summary>A room with people in it has an owner.</summary>
    LastOwner,
}

/// <summary>Either what changed, or why nothing did.</summary>
public readonly record struct RoomOutcome(RoomChange? Change, RoomRefusal? Refusal)
{
    public static implicit operator RoomOutcome(RoomChange change) => new(change, null);

    public static implicit operator RoomOutcome(RoomRefusal why) => new(null, why);
}

/// <summary>How somebody comes to be a member.</summary>
/// <param name="InvitedBy">Who made them one; null for who joins by themselves.</param>
/// <param name="OnlyPublic">Not into a private room.</param>
/// <param name="LiftsBan">A ban is no hindrance, and ends.</param>
public sealed record Admission(Author? InvitedBy = null, bool OnlyPublic = false, bool LiftsBan = false)
{
    public static readonly Admission ByThemselves = new(OnlyPublic: true);
}

/// <param name="By">Must have a higher role than whoever is removed.</param>
/// <param name="Bans">They cannot come back by themselves, also where they are no member.</param>
public sealed record Removal(Author By, bool Bans = false);
