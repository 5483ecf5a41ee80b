using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Confab.Protocol.Json;

/// <summary>How every frame is written and read: camelCase, absent instead of null, unknown properties ignored.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.Strict,
    PropertyNameCaseInsensitive = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowOutOfOrderMetadataProperties = true,
    MaxDepth = 64,
    Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(Request))]
[JsonSerializable(typeof(ServerFrame))]
[JsonSerializable(typeof(GenerationInfo))]
[JsonSerializable(typeof(ModelInfo))]
public sealed partial class ProtocolJson : JsonSerializerContext;

public static class WireJson
{
    /// <summary>The options to use. Non-ASCII text goes out as itself: frames are never put into HTML.</summary>
    public static JsonSerializerOptions Options { get; } = new(ProtocolJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = ProtocolJson.Default,
    };
}
