namespace Confab.Protocol;

/// <summary>The generation waits for its turn; sent again when the place changes.</summary>
/// <param name="Ahead">How many wait before it.</param>
/// <param name="EtaMs">Estimated wait, milliseconds; absent while nothing has been measured.</param>
/// <param name="ThreadId">The thread that it was asked for in.</param>
/// <param name="VariantOf">See <see cref="Message.VariantOf"/>.</param>
public sealed record StreamQueued(
    StreamId StreamId, int Ahead, RoomId? RoomId = null, MessageId? MessageId = null, Author? Author = null,
    MessageId? ParentId = null, double? EtaMs = null, MessageId? ThreadId = null, MessageId? VariantOf = null) : ServerFrame;

/// <summary>The generation has a model.</summary>
/// <param name="ThreadId">The thread that it was asked for in.</param>
/// <param name="VariantOf">See <see cref="Message.VariantOf"/>.</param>
public sealed record StreamStart(
    StreamId StreamId, string Model, RoomId? RoomId = null, MessageId? MessageId = null, Author? Author = null,
    MessageId? ParentId = null, MessageId? ThreadId = null, MessageId? VariantOf = null) : ServerFrame;

/// <summary>The assistant uses a tool: told when it begins and when it ends.</summary>
public sealed record ToolCallEvent(StreamId StreamId, ToolCall Call, RoomId? RoomId = null, MessageId? MessageId = null) : ServerFrame;

/// <summary>More text. Never the whole again.</summary>
/// <param name="StreamId">Which stream.</param>
/// <param name="Offset">The UTF-16 length of the text before it.</param>
/// <param name="Position">Tokens so far, these included.</param>
/// <param name="Content">May hold several tokens.</param>
public sealed record TokenEvent(StreamId StreamId, int Offset, int Position, string Content) : ServerFrame;

/// <summary>At most a few a second.</summary>
/// <param name="Tokens">Tokens so far.</param>
/// <param name="MaxTokens">Where the generation would be cut.</param>
/// <param name="TokensPerSecond">Since the first token.</param>
/// <param name="EtaMs">To <paramref name="MaxTokens"/> at this pace, milliseconds.</param>
public sealed record ProgressEvent(StreamId StreamId, int Tokens, int MaxTokens, double TokensPerSecond, double EtaMs) : ServerFrame;

/// <summary>The one end of a stream, whatever happened.</summary>
/// <param name="Model">The model that answered: not always the one that <c>stream_start</c> told, where that one failed before its first token.</param>
/// <param name="Route">Why that model; absent when none was chosen.</param>
public sealed record StreamEnd(
    StreamId StreamId, StreamEndReason Reason, Usage Usage, double DurationMs, string? Model = null,
    double? TimeToFirstTokenMs = null, double? TokensPerSecond = null, RoomId? RoomId = null, MessageId? MessageId = null, string? Error = null, RouteInfo? Route = null) : ServerFrame;
