using System.Text.Json.Serialization;
using Confab.Protocol.Json;

namespace Confab.Protocol;

/// <summary>Somebody who can write: a person, an assistant, or the system itself.</summary>
/// <param name="Id">Stable; a name may change.</param>
/// <param name="Name">For an assistant this is also its handle: <c>@AIBot</c>, <c>/AIBot</c>.</param>
/// <param name="Kind">What it is.</param>
public sealed record Author(UserId Id, string Name, AuthorKind Kind);

[JsonConverter(typeof(WireEnumConverter<AuthorKind>))]
public enum AuthorKind { User, Assistant, System }

/// <summary>A user or an assistant in a room.</summary>
/// <param name="Id">The user's or assistant's id.</param>
/// <param name="Name">The name that people see.</param>
/// <param name="Kind">A person or an assistant.</param>
/// <param name="Status">Whether a device of theirs is connected. Assistants are always online.</param>
/// <param name="LastSeen">When the last device of an offline member left.</param>
public sealed record Member(UserId Id, string Name, AuthorKind Kind, PresenceStatus Status, DateTimeOffset? LastSeen = null);

[JsonConverter(typeof(WireEnumConverter<PresenceStatus>))]
public enum PresenceStatus { Online, Away, Busy, Offline }
