using System.Text.Json.Serialization;
using Confab.Protocol.Json;

namespace Confab.Protocol;

/// <summary>A room. What is one's own in it (<c>isMember</c>, <c>role</c>, <c>unread</c>, <c>mentions</c>) is told only to who asks, and absent in events to several.</summary>
/// <param name="Id">The room's id; <c>general</c> is always there.</param>
/// <param name="Name">The name that people see. A direct room is shown under the other person's.</param>
/// <param name="Kind">Several people, two people, or one person and an assistant.</param>
/// <param name="Visibility">Whether anybody may find and join it.</param>
/// <param name="AssistantMode">When assistants answer here.</param>
/// <param name="UserCount">People who are members, online or not.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Seq">The newest message's number; 0 when there is none.</param>
/// <param name="Rev">The newest change's number; see <see cref="Message.Rev"/>.</param>
/// <param name="Version">Grows with every change of the room itself, its name and settings: the greater one is the newer one.</param>
/// <param name="FirstSeq">The oldest message that is kept; absent where nothing was dropped.</param>
/// <param name="Topic">What it is about.</param>
/// <param name="Uploads">Whether files may be sent.</param>
/// <param name="HistoryDays">How many days messages are kept; absent: for ever.</param>
/// <param name="MaxUsers">Most members; absent: no limit.</param>
/// <param name="SlowModeSeconds">How long a member waits between two messages; absent: not at all.</param>
/// <param name="ArchivedAt">Since when nothing can be written or changed in it.</param>
/// <param name="IsTemporary">Whether it goes with its last member.</param>
/// <param name="People">The two of a direct room.</param>
/// <param name="Assistants">The assistants in it; of a <c>chat</c> room the one that answers.</param>
/// <param name="Memory">False where assistants remember nothing of what is said here; absent where they may.</param>
/// <param name="Tools">The tool servers that assistants may use here; absent: none.</param>
/// <param name="IsMember">Whether whoever asked is in it.</param>
/// <param name="Role">What whoever asked is in it.</param>
/// <param name="Unread">How many messages came since one read; those in threads do not count.</param>
/// <param name="Mentions">How many of the unread ones name whoever asked.</param>
public sealed record Room(
    RoomId Id, string Name, RoomKind Kind, Visibility Visibility, AssistantMode AssistantMode,
    int UserCount, DateTimeOffset CreatedAt, long Seq, long Rev, long Version = 0, long? FirstSeq = null, string? Topic = null, bool Uploads = true,
    int? HistoryDays = null, int? MaxUsers = null, int? SlowModeSeconds = null, DateTimeOffset? ArchivedAt = null, bool? IsTemporary = null,
    IReadOnlyList<Author>? People = null, IReadOnlyList<UserId>? Assistants = null, bool? Memory = null, IReadOnlyList<string>? Tools = null,
    bool? IsMember = null, RoomRole? Role = null, int? Unread = null, int? Mentions = null);

[JsonConverter(typeof(WireEnumConverter<RoomKind>))]
public enum RoomKind { Group, Direct, Chat }

[JsonConverter(typeof(WireEnumConverter<Visibility>))]
public enum Visibility { Public, Private }

/// <summary>When assistants answer in a room: never, when named, when it seems wanted, or always.</summary>
[JsonConverter(typeof(WireEnumConverter<AssistantMode>))]
public enum AssistantMode { Off, Mention, Smart, All }
