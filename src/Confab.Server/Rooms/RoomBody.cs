using System.Text.Json.Serialization;
using Confab.Protocol;

namespace Confab.Server.Rooms;

/// <summary>A room that a program makes: <c>create_room</c> by other names.</summary>
public sealed record RoomBody(string Name, Visibility? Visibility = null, string? Topic = null, AssistantMode? AssistantMode = null);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(RoomBody))]
sealed partial class RoomJson : JsonSerializerContext;
