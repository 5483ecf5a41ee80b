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
public sealed record RunningStream(
    StreamId StreamId, MessageId MessageId, Author Author, MessageId ParentId,
    string Content, int Position, string? Model = null, int? Ahead = null);

/// <summary>What a client may wish of a generation. Absent means the model's own default.</summary>
/// <param name="Model">A model's id.</param>
/// <param name="MaxTokens">1 to <see cref="Limits.MaxTokens"/>.</param>
/// <param name="Temperature">0 (always the likeliest token) to 2.</param>
/// <param name="TopP">Above 0, up to 1.</param>
/// <param name="StopSequences">At most 8; the text ends before the first of them.</param>
/// <param name="Seed">The same seed, prompt and model give the same text.</param>
public sealed record GenerationOptions(
    string? Model = null, int? MaxTokens = null, double? Temperature = null, double? TopP = null,
    IReadOnlyList<string>? StopSequences = null, long? Seed = null);

/// <param name="Role"><c>system</c>, <c>user</c> or <c>assistant</c>.</param>
/// <param name="Content">What was said.</param>
public sealed record PromptMessage(PromptRole Role, string Content);

[JsonConverter(typeof(WireEnumConverter<PromptRole>))]
public enum PromptRole { System, User, Assistant }

/// <summary>A model as the catalog shows it.</summary>
/// <param name="Id">A file's name without its ending, or <c>intents</c>.</param>
/// <param name="Name">The name that people see.</param>
/// <param name="Type">The engine that runs it: <c>llama</c>, <c>openai</c>, <c>intents</c>.</param>
/// <param name="ContextLength">Tokens of prompt and answer together.</param>
/// <param name="Capabilities">Such as <c>chat</c> and <c>completion</c>.</param>
/// <param name="State">Such as <c>ready</c>.</param>
/// <param name="IsDefault">Whether it answers when nobody names a model.</param>
/// <param name="Size">Bytes of weights; absent where there are none.</param>
public sealed record ModelInfo(
    string Id, string Name, string Type, int ContextLength,
    IReadOnlyList<string> Capabilities, string State, bool IsDefault, long? Size = null);
