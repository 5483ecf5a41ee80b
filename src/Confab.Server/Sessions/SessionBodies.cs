using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Confab.Protocol;
using Confab.Protocol.Json;

namespace Confab.Server.Sessions;

/// <param name="SystemPrompt">What the assistant is told before everything else; absent: the usual.</param>
/// <param name="AssistantId">Who answers; absent: the usual assistant.</param>
public sealed record CreateSessionBody(string? SystemPrompt = null, UserId? AssistantId = null);

/// <param name="Message">What the person says; not blank, at most <see cref="Limits.MaxContentLength"/>.</param>
/// <param name="SessionId">The session to go on with; absent: a new one begins.</param>
/// <param name="SessionIdInSnakeCase">The same by another spelling.</param>
/// <param name="Context">An object or a text that the model is told with this message alone. It is not kept.</param>
/// <param name="Options">What is wished of the generation.</param>
public sealed record ChatBody(
    string Message, RoomId? SessionId = null, [property: JsonPropertyName("session_id")] RoomId? SessionIdInSnakeCase = null,
    JsonElement? Context = null, GenerationOptions? Options = null);

/// <param name="UserId">Whose it is; a guest's own where it was made without a token.</param>
/// <param name="Title">Made of the first exchange by the model that answered it, or the beginning of the first message.</param>
/// <param name="AssistantId">Who answers in it.</param>
/// <param name="LastActivity">When the newest message was taken.</param>
public sealed record SessionInfo(
    RoomId SessionId, UserId UserId, string Title, DateTimeOffset CreatedAt, DateTimeOffset LastActivity, long MessageCount, UserId AssistantId, string? SystemPrompt = null)
{
    internal static SessionInfo Of(Storage.ChatSession session) => new(
        session.Room.Id, session.Person.Id, session.Room.Name, session.Room.CreatedAt, session.LastActivity, session.Room.Seq,
        session.Room.Assistants is [var assistant, ..] ? assistant : Assistants.AssistantList.Default, session.SystemPrompt);
}

/// <param name="Sessions">The newest first.</param>
/// <param name="HasMore">There are older ones: ask again with <c>before</c> and the last one's id.</param>
public sealed record SessionList(UserId UserId, IReadOnlyList<SessionInfo> Sessions, bool HasMore);

/// <param name="Messages">By seq, oldest first.</param>
/// <param name="HasMore">There are older ones: ask again with <c>before</c> and the first one's seq.</param>
public sealed record SessionMessages(RoomId SessionId, IReadOnlyList<Message> Messages, bool HasMore);

/// <param name="Response">The answer's text, as far as it got.</param>
/// <param name="Timestamp">When it was finished.</param>
/// <param name="Success">The answer is complete.</param>
/// <param name="Error">Why it is not.</param>
public sealed record ChatAnswer(
    string Response, DateTimeOffset Timestamp, RoomId SessionId, Message UserMessage, Message AiMessage, bool Success, string? Error = null);

/// <summary>The first event of a streamed answer.</summary>
public sealed record ChatBegun(RoomId SessionId, Message UserMessage);

public sealed record ChatPiece(string Content);

/// <summary>The last event of a streamed answer, whatever happened.</summary>
/// <param name="AiMessage">As it was stored; absent where it could not be.</param>
/// <param name="Success">The answer is complete.</param>
/// <param name="Error">Why it is not.</param>
public sealed record ChatDone(bool Done, RoomId SessionId, bool Success, DateTimeOffset? Timestamp = null, Message? AiMessage = null, string? Error = null);

/// <summary>Written as the frames of the socket are. What is not known is refused: an option that is read and ignored would be a lie.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.Strict,
    PropertyNameCaseInsensitive = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(CreateSessionBody))]
[JsonSerializable(typeof(ChatBody))]
[JsonSerializable(typeof(SessionInfo))]
[JsonSerializable(typeof(SessionList))]
[JsonSerializable(typeof(SessionMessages))]
[JsonSerializable(typeof(ChatAnswer))]
[JsonSerializable(typeof(ChatBegun))]
[JsonSerializable(typeof(ChatPiece))]
[JsonSerializable(typeof(ChatDone))]
sealed partial class SessionJson : JsonSerializerContext;

static class SessionWire
{
    public static JsonSerializerOptions Options { get; } = new(SessionJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = SessionJson.Default,
    };
}
