using System.Text.Json.Serialization;
using Confab.Protocol;
using Confab.Protocol.Json;

namespace Confab.Client.Memory;

/// <summary>Something that an assistant remembers.</summary>
/// <param name="Id">Its id.</param>
/// <param name="AssistantId">Who remembers it.</param>
/// <param name="Tier">What kind of thing it is.</param>
/// <param name="Scope">Who may see it.</param>
/// <param name="Content">A line.</param>
/// <param name="Confidence">How sure the assistant is, 0 to 1.</param>
/// <param name="CreatedAt">Since when.</param>
/// <param name="UpdatedAt">When its words last changed.</param>
/// <param name="Uses">In how many answers it was shown to the assistant.</param>
/// <param name="MayChange">Whether one may edit and forget it.</param>
/// <param name="Topic">What it is about; new words of a topic take the place of the old ones.</param>
/// <param name="Importance">0 to 10.</param>
/// <param name="UserId">Whom it is about; absent where that is nobody.</param>
/// <param name="RoomId">With <see cref="MemoryScope.Room"/>: whose readers may see it.</param>
/// <param name="SourceMessageId">The message that it came of.</param>
/// <param name="SourceRoomId">The room of that message.</param>
/// <param name="LastUsedAt">When it was last shown to the assistant.</param>
public sealed record MemoryInfo(
    MemoryId Id, UserId AssistantId, MemoryTier Tier, MemoryScope Scope, string Content, double Confidence, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt,
    long Uses, bool MayChange, string? Topic = null, int? Importance = null, UserId? UserId = null, RoomId? RoomId = null, MessageId? SourceMessageId = null,
    RoomId? SourceRoomId = null, DateTimeOffset? LastUsedAt = null);

/// <summary>Recent turns brought along from elsewhere, facts about a person, important moments, facts about nobody.</summary>
[JsonConverter(typeof(WireEnumConverter<MemoryTier>))]
public enum MemoryTier { ShortTerm, LongTerm, Episodic, Semantic }

/// <summary>Who may see a memory: whom it is about alone, whoever reads a room, or whoever is where the person it is about takes part.</summary>
[JsonConverter(typeof(WireEnumConverter<MemoryScope>))]
public enum MemoryScope { Private, Room, User }

/// <param name="Memories">Best first where words were asked for, else the newest first.</param>
/// <param name="HasMore">Ask again with <see cref="MemoryQuery.Skip"/>.</param>
public sealed record MemoryPage(IReadOnlyList<MemoryInfo> Memories, bool HasMore);

/// <summary>Which memories are asked for; what is absent limits nothing.</summary>
/// <param name="Words">Any of these words, up to 512 characters.</param>
/// <param name="Assistant">Of this assistant.</param>
/// <param name="Scope">Only these.</param>
/// <param name="Tier">Only these.</param>
/// <param name="Room">Of this room.</param>
/// <param name="Limit">1 to 200; default 50.</param>
/// <param name="Skip">How many were read before.</param>
public sealed record MemoryQuery(
    string? Words = null, UserId? Assistant = null, MemoryScope? Scope = null, MemoryTier? Tier = null, RoomId? Room = null, int? Limit = null, int? Skip = null);

/// <param name="Content">A line, up to 500 characters.</param>
/// <param name="AssistantId">Who is to remember it; absent: the server's general helper.</param>
/// <param name="Topic">What it is about.</param>
/// <param name="Scope"><see cref="MemoryScope.Private"/>, which it is where absent, or <see cref="MemoryScope.User"/>.</param>
/// <param name="RoomId">For whoever reads that room, about nobody.</param>
/// <param name="Importance">0 to 10.</param>
public sealed record NewMemory(
    string Content, UserId? AssistantId = null, string? Topic = null, MemoryScope? Scope = null, RoomId? RoomId = null, int? Importance = null);

/// <param name="Content">Its new words.</param>
/// <param name="Scope">Who may see it from now on; for whom it is about alone.</param>
/// <param name="RoomId">With <see cref="MemoryScope.Room"/>: whose readers.</param>
public sealed record MemoryEdit(string? Content = null, MemoryScope? Scope = null, RoomId? RoomId = null);

/// <param name="Imported">How many are new, or have new words.</param>
/// <param name="PassedOver">How many were there already, are more than is kept, or could not be read.</param>
public sealed record MemoryImport(int Imported, int PassedOver);

/// <param name="Off">The assistants that are not to remember one.</param>
public sealed record MemorySwitches(IReadOnlyList<UserId> Off);

sealed record MemorySwitch(UserId AssistantId, bool On);

sealed record ForgottenMemories(int Forgotten);
