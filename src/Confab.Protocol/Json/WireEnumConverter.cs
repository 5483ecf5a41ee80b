using System.Text.Json;
using System.Text.Json.Serialization;

namespace Confab.Protocol.Json;

/// <summary>Enums travel as snake_case words, never as numbers.</summary>
public sealed class WireEnumConverter<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where TEnum : struct, Enum;
