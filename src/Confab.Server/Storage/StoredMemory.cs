using System.Text.Json.Serialization;
using Confab.Protocol;
using Confab.Protocol.Json;

namespace Confab.Server.Storage;

/// <summary>Something that an assistant keeps.</summary>
/// <param name="Content">One line.</param>
public sealed record StoredMemory(MemoryId Id, UserId AssistantId, MemoryTier Tier, MemoryScope Scope, string Content, DateTimeOffset CreatedAt)
{
    /// <summary>Whom it is about; null for what is about nobody, which only a room's may be.</summary>
    public UserId? About { get; init; }

    /// <summary>Whose readers may see it; of scope <see cref="MemoryScope.Room"/> alone.</summary>
    public RoomId? Room { get; init; }

    /// <summary>Who said it, or wrote it down.</summary>
    public UserId? SaidBy { get; init; }

    /// <summary>What it answers, in lower case: there is one memory of a topic, and new words take the old ones' place.</summary>
    public string? Topic { get; init; }

    /// <summary>0 to 10; null where nobody judged it.</summary>
    public int? Importance { get; init; }

    /// <summary>How sure it is, 0 to 1.</summary>
    public double Confidence { get; init; } = 1;

    /// <summary>The message that it came of.</summary>
    public MessageId? SourceMessageId { get; init; }

    /// <summary>The room of that message.</summary>
    public RoomId? SourceRoomId { get; init; }

    public DateTimeOffset UpdatedAt { get; init; } = CreatedAt;

    /// <summary>When it was last shown to the assistant.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>How often it was shown to the assistant.</summary>
    public long Uses { get; init; }

    /// <summary>Without its uses, which tell how often assistants are asked where it is used.</summary>
    public StoredMemory Unused() => this with { Uses = 0, LastUsedAt = null };
}

[JsonConverter(typeof(WireEnumConverter<MemoryTier>))]
public enum MemoryTier
{
    /// <summary>Recent turns, brought along from elsewhere; those said here stand in the room.</summary>
    ShortTerm,
    /// <summary>Facts about a person.</summary>
    LongTerm,
    /// <summary>Important moments, summed up.</summary>
    Episodic,
    /// <summary>Facts that are about nobody.</summary>
    Semantic,
}

[JsonConverter(typeof(WireEnumConverter<MemoryScope>))]
public enum MemoryScope
{
    /// <summary>For the person that it is about alone.</summary>
    Private,
    /// <summary>For whoever reads the room.</summary>
    Room,
    /// <summary>Wherever the person that it is about takes part, by their own choice.</summary>
    User,
}

/// <summary>How much of a tier is kept, for an assistant and a person or room. What is least important goes first, then what was not touched for longest.</summary>
public static class MemoryLimits
{
    public const int ShortTerm = 20, LongTerm = 1000, Episodic = 50, Semantic = 1000;

    /// <summary>Longest content and topic, UTF-16 units.</summary>
    public const int MaxContent = 500, MaxTopic = 64;

    public static int Of(MemoryTier tier) => tier switch
    {
        MemoryTier.ShortTerm => ShortTerm,
        MemoryTier.LongTerm => LongTerm,
        MemoryTier.Episodic => Episodic,
        MemoryTier.Semantic => Semantic,
        _ => throw new ArgumentOutOfRangeException(nameof(tier), tier, null),
    };
}
