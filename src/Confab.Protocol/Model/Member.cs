using System.Text.Json.Serialization;
using Confab.Protocol.Json;

namespace Confab.Protocol;

/// <summary>Somebody who can write: a person, an assistant, or the system itself.</summary>
/// <param name="Id">Stable; a name may change.</param>
/// <param name="Name">The name that people see.</param>
/// <param name="Kind">What it is.</param>
public sealed record Author(UserId Id, string Name, AuthorKind Kind);

[JsonConverter(typeof(WireEnumConverter<AuthorKind>))]
public enum AuthorKind { User, Assistant, System }

/// <summary>A user or an assistant in a room.</summary>
/// <param name="Id">The user's or assistant's id.</param>
/// <param name="Name">The name that people see.</param>
/// <param name="Kind">A person or an assistant.</param>
/// <param name="Status">What the most present of their devices says. Assistants are always online.</param>
/// <param name="LastSeen">When the last device of an offline member left.</param>
/// <param name="Activity">What they say that they do.</param>
/// <param name="Devices">What they are connected with, such as <c>web</c> or <c>terminal</c>; absent for who is offline.</param>
/// <param name="Role">What they are in the room; absent for assistants.</param>
/// <param name="MutedUntil">Until then they cannot write here.</param>
/// <param name="Assistant">What an assistant is; absent for people.</param>
public sealed record Member(
    UserId Id, string Name, AuthorKind Kind, PresenceStatus Status, DateTimeOffset? LastSeen = null,
    string? Activity = null, IReadOnlyList<string>? Devices = null, RoomRole? Role = null, DateTimeOffset? MutedUntil = null,
    AssistantCard? Assistant = null);

/// <summary>An assistant, as a room shows it.</summary>
/// <param name="Handle">How it is asked: <c>@AIBot</c> anywhere as a word, <c>/AIBot</c> in front.</param>
/// <param name="Description">What it is good for, in a line.</param>
/// <param name="Picture">An emoji; absent: its first letter stands for it.</param>
/// <param name="Mode">When it answers at most, whatever the room allows; absent: as the room says.</param>
public sealed record AssistantCard(string Handle, string? Description = null, string? Picture = null, AssistantMode? Mode = null);

[JsonConverter(typeof(WireEnumConverter<PresenceStatus>))]
public enum PresenceStatus { Online, Away, Busy, Offline }

/// <summary>What a person is in a room. A moderator keeps order; an owner also changes the room and the roles.</summary>
[JsonConverter(typeof(WireEnumConverter<RoomRole>))]
public enum RoomRole { Member, Moderator, Owner }

/// <summary>How far a member has come in a room.</summary>
/// <param name="MemberId">A person or an assistant.</param>
/// <param name="DeliveredSeq">Everything up to this message has reached a device of theirs. An assistant: is queued.</param>
/// <param name="ReadSeq">Everything up to this message was read. Never beyond <paramref name="DeliveredSeq"/>.</param>
public sealed record Cursor(UserId MemberId, long DeliveredSeq, long ReadSeq);
