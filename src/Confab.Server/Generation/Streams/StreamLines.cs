using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Confab.Protocol;

namespace Confab.Server.Generation.Streams;

/// <summary>What happens to a generation, as <c>/stream</c> and <c>/api/stream</c> tell it: one JSON object each.</summary>
/// <param name="Name">Its type, which is also the name of the server-sent event.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(QueuedLine), "queued")]
[JsonDerivedType(typeof(StartLine), "start")]
[JsonDerivedType(typeof(TokenLine), "token")]
[JsonDerivedType(typeof(ProgressLine), "progress")]
[JsonDerivedType(typeof(CompleteLine), "complete")]
[JsonDerivedType(typeof(ErrorLine), "error")]
[JsonDerivedType(typeof(WaitingLine), "waiting")]
abstract record StreamLine([property: JsonIgnore] string Name);

/// <summary>It waits for its turn; sent again when the place changes.</summary>
sealed record QueuedLine(int Ahead, double? EtaMs) : StreamLine("queued");

sealed record StartLine(StreamId StreamId, string Model) : StreamLine("start");

/// <summary>More text; never the whole again.</summary>
sealed record TokenLine(string Content, int Offset, int Position) : StreamLine("token");

sealed record ProgressLine(int Tokens, int MaxTokens, double TokensPerSecond, double EtaMs) : StreamLine("progress");

sealed record CompleteLine(
    StreamEndReason Reason, Usage Usage, double DurationMs, double? TimeToFirstTokenMs, double? TokensPerSecond, RouteInfo? Route) : StreamLine("complete");

/// <summary>It ended otherwise; what came before stands.</summary>
sealed record ErrorLine(ErrorCode Code, string Message, int? RetryAfterMs = null) : StreamLine("error");

/// <summary>Nothing new, but the line is alive.</summary>
sealed record WaitingLine() : StreamLine("waiting");

/// <param name="Prompt">One question; or instead of it, messages.</param>
sealed record StreamRequest(string? Prompt = null, IReadOnlyList<PromptMessage>? Messages = null, GenerationOptions? Options = null);

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.Strict,
    PropertyNameCaseInsensitive = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(StreamLine))]
[JsonSerializable(typeof(StreamRequest))]
sealed partial class StreamJson : JsonSerializerContext;

static class StreamWire
{
    /// <summary>The types as they are written. Non-ASCII text goes out as itself: no line is ever put into HTML.</summary>
    public static StreamJson Json { get; } = new(new JsonSerializerOptions(StreamJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
