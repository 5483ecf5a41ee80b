using System.Text.Json.Serialization;
using Confab.Protocol.Json;

namespace Confab.Protocol;

/// <summary>One durable entry of a room. New and changed messages travel alike: put it in by id, order by seq, remember rev.</summary>
/// <param name="Id">Made by whoever wrote it; the same id twice is the same message.</param>
/// <param name="RoomId">Where it lives.</param>
/// <param name="Seq">Its number in the room: 1, 2, 3 … without gaps.</param>
/// <param name="Rev">The room's change counter when it last changed.</param>
/// <param name="Author">Who wrote it.</param>
/// <param name="Content">Markdown. An assistant's interrupted message holds the text it got to.</param>
/// <param name="CreatedAt">When the server took it.</param>
/// <param name="Status">How an assistant's reply ended; a person's message is always complete.</param>
/// <param name="ParentId">The message it answers.</param>
/// <param name="Generation">How an assistant's message was made.</param>
public sealed record Message(
    MessageId Id, RoomId RoomId, long Seq, long Rev, Author Author, string Content, DateTimeOffset CreatedAt,
    MessageStatus Status, MessageId? ParentId = null, GenerationInfo? Generation = null);

[JsonConverter(typeof(WireEnumConverter<MessageStatus>))]
public enum MessageStatus { Complete, Cancelled, Interrupted, Error }

/// <summary>What made a text.</summary>
/// <param name="Model">The model's id.</param>
/// <param name="Strategy">How the router chose it.</param>
/// <param name="Reason">The choice in words.</param>
/// <param name="Usage">Tokens read and written.</param>
/// <param name="TimeToFirstTokenMs">From the start of the generation, milliseconds; absent when no token came.</param>
/// <param name="TokensPerSecond">Written tokens over the time from the first to the last.</param>
/// <param name="Error">What went wrong, when something did.</param>
/// <param name="Alternatives">How every model stood in the choice, best first; absent where there was no choice.</param>
public sealed record GenerationInfo(
    string Model, string Strategy, string Reason, Usage Usage,
    double? TimeToFirstTokenMs = null, double? TokensPerSecond = null, string? Error = null,
    IReadOnlyList<ScoreInfo>? Alternatives = null);

/// <param name="PromptTokens">Tokens the model read.</param>
/// <param name="CompletionTokens">Tokens the model wrote.</param>
public sealed record Usage(int PromptTokens, int CompletionTokens);
