namespace Confab.Protocol;

/// <summary>The first request of a socket: a free name, or the token that an earlier <c>connected</c> gave. Answer: <see cref="Connected"/>.</summary>
/// <param name="Username">1 to 32 characters; taken when nobody has it.</param>
/// <param name="Token">
/// The only way back to a name. A client may make it itself, <c>confab_</c> and 43 characters of base64url (32 random bytes),
/// and send it with the name it wants: an unknown token then becomes that name's, and a hello whose answer got lost can be
/// said again. A known token decides whatever name stands beside it.
/// </param>
/// <param name="Device">Free text such as <c>web</c> or <c>terminal</c>.</param>
public sealed record HelloRequest(string? Username = null, string? Token = null, string? Device = null) : Request
{
    public const string Type = "hello";
}

/// <summary>Answer: <see cref="RoomList"/>.</summary>
public sealed record ListRoomsRequest : Request
{
    public const string Type = "list_rooms";
}

/// <summary>Makes a group room; its maker joins it. Answer: <see cref="RoomCreated"/>.</summary>
public sealed record CreateRoomRequest(string RoomName, Visibility? Visibility = null, AssistantMode? AssistantMode = null) : Request
{
    public const string Type = "create_room";
}

/// <summary>Joins a room, or comes back to it. Answer: <see cref="RoomJoined"/>.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="After">The rev the client knows: only what changed since then is sent. Absent: the newest page.</param>
/// <param name="Create">Make a public room of this id when there is none.</param>
public sealed record JoinRoomRequest(RoomId RoomId, long? After = null, bool? Create = null) : Request
{
    public const string Type = "join_room";
}

/// <summary>Ends the membership. Answer: <see cref="Ok"/>.</summary>
public sealed record LeaveRoomRequest(RoomId RoomId) : Request
{
    public const string Type = "leave_room";
}

/// <summary>Writes a message. Answer: <see cref="Ack"/>, once it is on disk.</summary>
/// <param name="RoomId">A room that this socket has joined.</param>
/// <param name="Content">Markdown; not blank, at most <see cref="Limits.MaxContentLength"/>.</param>
/// <param name="MessageId">Made by the client, so that a repeated send is one message. Absent: the server makes one.</param>
/// <param name="ParentId">The message of this room that it answers.</param>
public sealed record ChatRequest(RoomId RoomId, string Content, MessageId? MessageId = null, MessageId? ParentId = null) : Request
{
    public const string Type = "chat";
}

/// <summary>A page of older messages. Answer: <see cref="HistoryPage"/>.</summary>
/// <param name="RoomId">A room that one may read.</param>
/// <param name="Before">Only messages with a smaller seq. Absent: the newest.</param>
/// <param name="Limit">1 to <see cref="Limits.MaxPage"/>; default <see cref="Limits.DefaultPage"/>.</param>
public sealed record HistoryRequest(RoomId RoomId, long? Before = null, int? Limit = null) : Request
{
    public const string Type = "history";
}

/// <summary>Says that one is writing, or no longer. No answer unless it carries a ref, then <see cref="Ok"/>.</summary>
public sealed record TypingRequest(RoomId RoomId, bool IsTyping) : Request
{
    public const string Type = "typing";
}

/// <summary>A generation of one's own, outside any room. Answer: <see cref="StreamStart"/>, then the stream's events.</summary>
/// <param name="StreamId">Made by the client; names the events.</param>
/// <param name="Prompt">The text to answer; either this or <paramref name="Messages"/>.</param>
/// <param name="Messages">A whole conversation.</param>
/// <param name="Options">What is wished of the generation.</param>
public sealed record StartStreamRequest(
    StreamId StreamId, string? Prompt = null, IReadOnlyList<PromptMessage>? Messages = null, GenerationOptions? Options = null) : Request
{
    public const string Type = "start_stream";
}

/// <summary>Stops a reply of a room one is in, or a stream of one's own. Answer: <see cref="Ok"/>; the stream ends as cancelled.</summary>
public sealed record StopStreamRequest(StreamId StreamId) : Request
{
    public const string Type = "stop_stream";
}

/// <summary>Answer: <see cref="ModelList"/>.</summary>
public sealed record ListModelsRequest : Request
{
    public const string Type = "list_models";
}

/// <summary>Answer: <see cref="Pong"/>. A socket that is silent for a minute is closed with 4003.</summary>
public sealed record PingRequest : Request
{
    public const string Type = "ping";
}
