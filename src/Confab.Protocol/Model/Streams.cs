using System.Text.Json;
using System.Text.Json.Serialization;
using Confab.Protocol.Json;

namespace Confab.Protocol;

[JsonConverter(typeof(WireEnumConverter<StreamEndReason>))]
public enum StreamEndReason { Stop, Length, Cancelled, Interrupted, Error }

/// <summary>A reply on its way when somebody joins: everything so far, so that the next <c>token</c> fits on.</summary>
/// <param name="StreamId">The stream to follow.</param>
/// <param name="MessageId">The message it will become.</param>
/// <param name="Author">The assistant.</param>
/// <param name="ParentId">The message it answers.</param>
/// <param name="Content">The text so far; the next token's offset is its length.</param>
/// <param name="Position">Tokens so far.</param>
/// <param name="Model">Absent while it waits.</param>
/// <param name="Ahead">How many wait before it; absent once it started.</param>
/// <param name="ThreadId">The thread that it was asked for in.</param>
/// <param name="VariantOf">See <see cref="Message.VariantOf"/>.</param>
/// <param name="Tools">The tools that it has called so far; absent where none.</param>
public sealed record RunningStream(
    StreamId StreamId, MessageId MessageId, Author Author, MessageId ParentId,
    string Content, int Position, string? Model = null, int? Ahead = null, MessageId? ThreadId = null,
    MessageId? VariantOf = null, IReadOnlyList<ToolCall>? Tools = null);

/// <summary>What a client may wish of a generation. Absent means the model's own default.</summary>
/// <param name="Model">A model's id.</param>
/// <param name="Strategy">How to choose a model where none is named: <c>balanced</c>, <c>quality-first</c>, <c>speed-priority</c>,
/// <c>cost-optimized</c>, <c>round-robin</c>, <c>least-loaded</c>, <c>random</c> or <c>capability-match</c>.</param>
/// <param name="MaxTokens">1 to <see cref="Limits.MaxTokens"/>.</param>
/// <param name="Temperature">0 (always the likeliest token) to 2.</param>
/// <param name="TopP">Above 0, up to 1.</param>
/// <param name="TopK">How many of the likeliest tokens are considered; 0 means all.</param>
/// <param name="RepeatPenalty">Above 1 makes repetition less likely; 0.01 to 10.</param>
/// <param name="StopSequences">At most 8; the text ends before the first of them.</param>
/// <param name="Seed">The same seed, prompt and model give the same text.</param>
/// <param name="JsonSchema">The answer is JSON that this schema allows.</param>
public sealed record GenerationOptions(
    string? Model = null, string? Strategy = null, int? MaxTokens = null, double? Temperature = null, double? TopP = null,
    int? TopK = null, double? RepeatPenalty = null, IReadOnlyList<string>? StopSequences = null, long? Seed = null,
    JsonElement? JsonSchema = null);

/// <param name="Role"><c>system</c>, <c>user</c> or <c>assistant</c>.</param>
/// <param name="Content">What was said.</param>
public sealed record PromptMessage(PromptRole Role, string Content);

[JsonConverter(typeof(WireEnumConverter<PromptRole>))]
public enum PromptRole { System, User, Assistant }

