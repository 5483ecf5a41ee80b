using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Confab.Protocol;
using Confab.Protocol.Json;
using Confab.Server.Storage;

namespace Confab.Server.Memory;

/// <param name="UserId">Whom it is about; absent where that is nobody.</param>
/// <param name="RoomId">Whose readers may see it; with scope <c>room</c>.</param>
/// <param name="SourceMessageId">The message that it came of.</param>
/// <param name="MayChange">Whether whoever asked may edit and forget it.</param>
public sealed record MemoryInfo(
    MemoryId Id, UserId AssistantId, MemoryTier Tier, MemoryScope Scope, string Content, double Confidence, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt,
    long Uses, bool MayChange, string? Topic = null, int? Importance = null, UserId? UserId = null, RoomId? RoomId = null, MessageId? SourceMessageId = null,
    RoomId? SourceRoomId = null, DateTimeOffset? LastUsedAt = null)
{
    internal static MemoryInfo Of(ReadableMemory readable)
    {
        var m = readable.Memory;
        return new(
            m.Id, m.AssistantId, m.Tier, m.Scope, m.Content, m.Confidence, m.CreatedAt, m.UpdatedAt, m.Uses, readable.MayChange, m.Topic, m.Importance, m.About, m.Room,
            m.SourceMessageId, m.SourceRoomId, m.LastUsedAt);
    }
}

/// <param name="HasMore">Ask again with <c>skip</c> and how many there were.</param>
public sealed record MemoryList(IReadOnlyList<MemoryInfo> Memories, bool HasMore);

/// <param name="Content">A line.</param>
/// <param name="RoomId">For the readers of that room, about nobody; absent: private, about oneself.</param>
/// <param name="Scope"><c>private</c>, or <c>user</c>; with a room <c>room</c>.</param>
public sealed record AddMemoryBody(string Content, UserId? AssistantId = null, string? Topic = null, MemoryScope? Scope = null, RoomId? RoomId = null, int? Importance = null);

/// <param name="RoomId">With scope <c>room</c>: whose readers.</param>
public sealed record EditMemoryBody(string? Content = null, MemoryScope? Scope = null, RoomId? RoomId = null);

/// <param name="Forgotten">How many.</param>
public sealed record ForgottenAnswer(int Forgotten);

/// <param name="Off">The assistants that are not to remember the person.</param>
public sealed record SwitchesAnswer(IReadOnlyList<UserId> Off);

public sealed record SwitchBody(UserId AssistantId, bool On);

/// <param name="Imported">How many are new or have new words.</param>
/// <param name="PassedOver">How many were there already, are more than is kept, or could not be read.</param>
public sealed record ImportAnswer(int Imported, int PassedOver);

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    PropertyNameCaseInsensitive = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(MemoryInfo))]
[JsonSerializable(typeof(MemoryList))]
[JsonSerializable(typeof(AddMemoryBody))]
[JsonSerializable(typeof(EditMemoryBody))]
[JsonSerializable(typeof(ForgottenAnswer))]
[JsonSerializable(typeof(SwitchesAnswer))]
[JsonSerializable(typeof(SwitchBody))]
[JsonSerializable(typeof(ImportAnswer))]
sealed partial class MemoryJson : JsonSerializerContext;

static class MemoryWire
{
    public static JsonSerializerOptions Options { get; } = new(MemoryJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = MemoryJson.Default,
    };
}
