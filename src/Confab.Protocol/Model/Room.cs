using System.Text.Json.Serialization;
using Confab.Protocol.Json;

namespace Confab.Protocol;

/// <param name="Id">The room's id; <c>general</c> is always there.</param>
/// <param name="Name">The name that people see.</param>
/// <param name="Kind">Several people, two people, or one person and an assistant.</param>
/// <param name="Visibility">Whether anybody may find and join it.</param>
/// <param name="AssistantMode">When assistants answer here.</param>
/// <param name="UserCount">People who are members, online or not.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Seq">The newest message's number; 0 when there is none.</param>
/// <param name="Rev">The newest change's number; see <see cref="Message.Rev"/>.</param>
/// <param name="IsMember">In a list of rooms: whether whoever asked is in it.</param>
public sealed record Room(
    RoomId Id, string Name, RoomKind Kind, Visibility Visibility, AssistantMode AssistantMode,
    int UserCount, DateTimeOffset CreatedAt, long Seq, long Rev, bool? IsMember = null);

[JsonConverter(typeof(WireEnumConverter<RoomKind>))]
public enum RoomKind { Group, Direct, Chat }

[JsonConverter(typeof(WireEnumConverter<Visibility>))]
public enum Visibility { Public, Private }

/// <summary>When assistants answer in a room: never, when named, when it seems wanted, or always.</summary>
[JsonConverter(typeof(WireEnumConverter<AssistantMode>))]
public enum AssistantMode { Off, Mention, Smart, All }
