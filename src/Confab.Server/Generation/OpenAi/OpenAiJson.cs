using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Confab.Server.Generation.OpenAi;

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.General,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ChatRequest))]
[JsonSerializable(typeof(CompletionRequest))]
[JsonSerializable(typeof(EmbeddingRequest))]
[JsonSerializable(typeof(Completion))]
[JsonSerializable(typeof(CompletionUsage))]
[JsonSerializable(typeof(ModelPage))]
[JsonSerializable(typeof(ModelEntry))]
[JsonSerializable(typeof(EmbeddingPage))]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(float[]))]
[JsonSerializable(typeof(string))]
sealed partial class OpenAiJson : JsonSerializerContext;

static class OpenAiWire
{
    /// <summary>The types as they are written. Non-ASCII text goes out as itself: no answer is ever put into HTML.</summary>
    public static OpenAiJson Json { get; } = new(new JsonSerializerOptions(OpenAiJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>A null that is written, unlike one that is absent.</summary>
    public static JsonElement Null { get; } = JsonElement.Parse("null"u8);
}
