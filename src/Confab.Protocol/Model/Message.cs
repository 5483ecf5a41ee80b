using System.Text.Json.Serialization;
using Confab.Protocol.Json;

namespace Confab.Protocol;

/// <summary>One durable entry of a room. New and changed messages travel alike: put it in by id, order by seq, remember rev.</summary>
/// <param name="Id">Made by whoever wrote it; the same id twice is the same message.</param>
/// <param name="RoomId">Where it lives.</param>
/// <param name="Seq">Its number in the room: 1, 2, 3 … without gaps.</param>
/// <param name="Rev">The room's change counter when it last changed.</param>
/// <param name="Author">Who wrote it.</param>
/// <param name="Content">Markdown. An assistant's interrupted message holds the text it got to; a deleted one is empty.</param>
/// <param name="CreatedAt">When the server took it.</param>
/// <param name="Status">How an assistant's reply ended; a person's message is always complete.</param>
/// <param name="ParentId">The message it answers.</param>
/// <param name="Generation">How an assistant's message was made.</param>
/// <param name="ThreadId">The message whose thread it is in; absent for what stands in the room itself.</param>
/// <param name="Thread">What was said in its own thread; absent where nothing was.</param>
/// <param name="EditedAt">When its content last changed.</param>
/// <param name="DeletedAt">When it was deleted. Its place stays; content, files and reactions are gone.</param>
/// <param name="Reactions">By the time of their first; absent where there are none.</param>
/// <param name="Feedback">Likes and dislikes of an assistant's message; absent where there are none.</param>
/// <param name="Attachments">Its files; absent where it has none.</param>
/// <param name="VariantOf">The first of the messages that stand in one place, of which one sees one at a time: answers made anew and, in a <c>chat</c> room, questions asked anew.</param>
/// <param name="AfterId">In a <c>chat</c> room: the message it follows, where that is not the one before it in the room.</param>
public sealed record Message(
    MessageId Id, RoomId RoomId, long Seq, long Rev, Author Author, string Content, DateTimeOffset CreatedAt,
    MessageStatus Status, MessageId? ParentId = null, GenerationInfo? Generation = null, MessageId? ThreadId = null, ThreadInfo? Thread = null,
    DateTimeOffset? EditedAt = null, DateTimeOffset? DeletedAt = null, IReadOnlyList<Reaction>? Reactions = null, Feedback? Feedback = null,
    IReadOnlyList<Attachment>? Attachments = null, MessageId? VariantOf = null, MessageId? AfterId = null);

/// <summary>What stands beside a message in whose thread something was said.</summary>
/// <param name="Replies">How many messages the thread has, deleted ones not counted.</param>
/// <param name="LastSeq">The newest one's seq.</param>
/// <param name="LastAt">When that was taken.</param>
public sealed record ThreadInfo(int Replies, long LastSeq, DateTimeOffset LastAt);

/// <param name="Emoji">One emoji.</param>
/// <param name="Count">How many people reacted with it.</param>
/// <param name="UserIds">Who, the earliest first: at most <see cref="Limits.MaxNamed"/>.</param>
public sealed record Reaction(string Emoji, int Count, IReadOnlyList<UserId> UserIds);

/// <param name="Likes">How many people like the answer.</param>
/// <param name="Dislikes">How many do not.</param>
/// <param name="LikedBy">Who, at most <see cref="Limits.MaxNamed"/>.</param>
/// <param name="DislikedBy">Who, at most <see cref="Limits.MaxNamed"/>.</param>
public sealed record Feedback(int Likes, int Dislikes, IReadOnlyList<UserId> LikedBy, IReadOnlyList<UserId> DislikedBy);

[JsonConverter(typeof(WireEnumConverter<Rating>))]
public enum Rating { Like, Dislike }

/// <summary>A file of a message; <c>GET /api/files/{id}</c> gives it to those who may read the room.</summary>
/// <param name="Id">The file's id.</param>
/// <param name="Name">The name it was uploaded under.</param>
/// <param name="Type">Its media type, found from its bytes where they tell.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Width">Pixels of a picture.</param>
/// <param name="Height">Pixels of a picture.</param>
/// <param name="HasThumbnail">Whether <c>GET /api/files/{id}/thumbnail</c> gives a small picture of it.</param>
public sealed record Attachment(AttachmentId Id, string Name, string Type, long Size, int? Width = null, int? Height = null, bool? HasThumbnail = null);

/// <summary>A thread that one takes part in: its first message is one's own, or one wrote in it.</summary>
/// <param name="ThreadId">The message it hangs on.</param>
/// <param name="ReadSeq">Everything in it up to this seq was read.</param>
/// <param name="Unread">How many messages of it were not.</param>
public sealed record FollowedThread(MessageId ThreadId, long ReadSeq, int Unread);

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
/// <param name="IsCut">It ended at its length and can go on by <c>continue</c>; absent where it did not.</param>
/// <param name="Tools">The tools that were called for it, in order; absent where none was.</param>
/// <param name="Sources">The places of the assistant's knowledge that it names, or all that it was shown where it names none; absent where it was shown none.</param>
/// <param name="Memories">How many memories it was shown; absent where none was.</param>
public sealed record GenerationInfo(
    string Model, string Strategy, string Reason, Usage Usage,
    double? TimeToFirstTokenMs = null, double? TokensPerSecond = null, string? Error = null,
    IReadOnlyList<ScoreInfo>? Alternatives = null, bool? IsCut = null, IReadOnlyList<ToolCall>? Tools = null,
    IReadOnlyList<KnowledgeSource>? Sources = null, int? Memories = null);

/// <summary>A tool that an assistant called.</summary>
/// <param name="Id">One call of one stream.</param>
/// <param name="Name">The tool's name.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Server">The tool server that has it; absent for what is built in.</param>
/// <param name="Arguments">What it was given, as JSON: at most <see cref="Limits.MaxToolText"/> characters of it.</param>
/// <param name="Result">What it said, or why it failed: at most <see cref="Limits.MaxToolText"/> characters of it; absent while it runs, and in a kept answer where it was found in the room.</param>
/// <param name="DurationMs">How long it took, milliseconds; absent while it runs.</param>
public sealed record ToolCall(
    string Id, string Name, ToolStatus Status, string? Server = null, string? Arguments = null, string? Result = null, double? DurationMs = null);

[JsonConverter(typeof(WireEnumConverter<ToolStatus>))]
public enum ToolStatus { Running, Done, Failed }

/// <param name="File">Its path in the assistant's folder.</param>
/// <param name="From">The first line, from 1.</param>
/// <param name="To">The last line.</param>
public sealed record KnowledgeSource(string File, int From, int To);

/// <param name="PromptTokens">Tokens the model read.</param>
/// <param name="CompletionTokens">Tokens the model wrote.</param>
public sealed record Usage(int PromptTokens, int CompletionTokens);
