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
/// <param name="RoomName">1 to <see cref="Limits.MaxRoomNameLength"/> characters.</param>
/// <param name="Visibility">Default: public.</param>
/// <param name="AssistantMode">Default: mention.</param>
/// <param name="Topic">Up to <see cref="Limits.MaxTopicLength"/> characters.</param>
/// <param name="IsTemporary">It goes with its last member.</param>
public sealed record CreateRoomRequest(
    string RoomName, Visibility? Visibility = null, AssistantMode? AssistantMode = null, string? Topic = null, bool? IsTemporary = null) : Request
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
/// <param name="ThreadId">The message in whose thread it is said; one that is in a thread itself stands for that thread.</param>
/// <param name="Attachments">Files that were uploaded to this room and belong to no message yet: at most <see cref="Limits.MaxAttachments"/>. With files the content may be blank.</param>
/// <param name="VariantOf">In a <c>chat</c> room: one's own message in whose place it stands; what followed that one stays with it.</param>
/// <param name="AfterId">In a <c>chat</c> room with branches: the message it follows. Absent: the newest branch's last.</param>
public sealed record ChatRequest(
    RoomId RoomId, string Content, MessageId? MessageId = null, MessageId? ParentId = null, MessageId? ThreadId = null,
    IReadOnlyList<AttachmentId>? Attachments = null, MessageId? VariantOf = null, MessageId? AfterId = null) : Request
{
    public const string Type = "chat";
}

/// <summary>
/// Has an assistant answer once more: its message gets a variant, whatever its status; of a person's message, the assistants it asked
/// answer again. Answer: <see cref="Ack"/> with the id of the message to come and the seq and rev of the message named.
/// </summary>
/// <param name="MessageId">An assistant's message, or a question to one.</param>
/// <param name="Options">What is wished of this generation.</param>
public sealed record RegenerateRequest(MessageId MessageId, GenerationOptions? Options = null) : Request
{
    public const string Type = "regenerate";
}

/// <summary>Has an assistant go on where its message was cut: a variant that begins with the same text. Answer: as <see cref="RegenerateRequest"/>.</summary>
/// <param name="MessageId">An assistant's message that is not <c>complete</c>, or ended at its length.</param>
/// <param name="Options">What is wished of this generation.</param>
public sealed record ContinueRequest(MessageId MessageId, GenerationOptions? Options = null) : Request
{
    public const string Type = "continue";
}

/// <summary>Writes to one person. The direct room of both is made when there is none. Answer: <see cref="Ack"/>, which names the room.</summary>
public sealed record PrivateMessageRequest(UserId UserId, string Content, MessageId? MessageId = null) : Request
{
    public const string Type = "private_message";
}

/// <summary>The direct room of oneself and one other, made when there is none. Answer: <see cref="RoomCreated"/>; the socket listens.</summary>
public sealed record OpenDirectRequest(UserId UserId) : Request
{
    public const string Type = "open_direct";
}

/// <summary>Changes the room; what is absent stays. Needs the owner, in a direct room either person. Answer: <see cref="Ok"/>.</summary>
/// <param name="RoomId">A room of one's own.</param>
/// <param name="RoomName">1 to <see cref="Limits.MaxRoomNameLength"/> characters.</param>
/// <param name="Topic">Up to <see cref="Limits.MaxTopicLength"/> characters; empty takes it away.</param>
/// <param name="Visibility">Whether anybody may find and join it.</param>
/// <param name="AssistantMode">When assistants answer.</param>
/// <param name="Uploads">Whether files may be sent.</param>
/// <param name="HistoryDays">How many days messages are kept, up to <see cref="Limits.MaxHistoryDays"/>; 0: for ever.</param>
/// <param name="MaxUsers">Most members, 2 or more; 0: no limit.</param>
/// <param name="SlowModeSeconds">How long a member waits between two messages, up to <see cref="Limits.MaxSlowModeSeconds"/>; 0: not at all.</param>
/// <param name="IsArchived">Whether nothing changes in it any more.</param>
/// <param name="IsTemporary">Whether it goes with its last member.</param>
/// <param name="Memory">Whether assistants remember what is said here.</param>
/// <param name="Tools">The tool servers that assistants may use here, by name; replaces the list. Empty: none.</param>
public sealed record UpdateRoomRequest(
    RoomId RoomId, string? RoomName = null, string? Topic = null, Visibility? Visibility = null, AssistantMode? AssistantMode = null, bool? Uploads = null,
    int? HistoryDays = null, int? MaxUsers = null, int? SlowModeSeconds = null, bool? IsArchived = null, bool? IsTemporary = null,
    bool? Memory = null, IReadOnlyList<string>? Tools = null) : Request
{
    public const string Type = "update_room";
}

/// <summary>The room goes, with everything in it. Needs the owner. Answer: <see cref="Ok"/>.</summary>
public sealed record DeleteRoomRequest(RoomId RoomId) : Request
{
    public const string Type = "delete_room";
}

/// <summary>
/// Makes somebody a member; their devices learn of the room at once. Lifts a ban. With an assistant's id that assistant comes in, also
/// into a direct room. Answer: <see cref="Ok"/>.
/// </summary>
public sealed record InviteRequest(RoomId RoomId, UserId UserId) : Request
{
    public const string Type = "invite";
}

/// <summary>Ends somebody else's membership, or an assistant's, at once. Needs a moderator. Answer: <see cref="Ok"/>.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="UserId">A member of a lower role than one's own.</param>
/// <param name="Ban">They cannot join again until they are invited.</param>
public sealed record RemoveMemberRequest(RoomId RoomId, UserId UserId, bool? Ban = null) : Request
{
    public const string Type = "remove_member";
}

/// <summary>Changes what somebody is in the room. Needs the owner; a room keeps at least one. Answer: <see cref="Ok"/>.</summary>
public sealed record SetRoleRequest(RoomId RoomId, UserId UserId, RoomRole Role) : Request
{
    public const string Type = "set_role";
}

/// <summary>Keeps a member from writing. Needs a moderator. Answer: <see cref="Ok"/>.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="UserId">A member of a lower role than one's own.</param>
/// <param name="Minutes">For how long, up to 525600 (a year); 0 lets them write again.</param>
public sealed record MuteRequest(RoomId RoomId, UserId UserId, int Minutes) : Request
{
    public const string Type = "mute";
}

/// <summary>Shows a message to the room's moderators. Answer: <see cref="Ok"/>.</summary>
/// <param name="MessageId">A message of a room of one's own.</param>
/// <param name="Reason">Up to <see cref="Limits.MaxReasonLength"/> characters.</param>
public sealed record ReportRequest(MessageId MessageId, string Reason) : Request
{
    public const string Type = "report";
}

/// <summary>People whose names begin so. Answer: <see cref="UserList"/>.</summary>
/// <param name="Query">The beginning of a name; empty: anybody.</param>
/// <param name="Limit">1 to 50; default 20.</param>
public sealed record FindUsersRequest(string Query, int? Limit = null) : Request
{
    public const string Type = "find_users";
}

/// <summary>Changes one's own message. Answer: <see cref="Ack"/>.</summary>
public sealed record EditMessageRequest(MessageId MessageId, string Content) : Request
{
    public const string Type = "edit_message";
}

/// <summary>Deletes one's own message; a moderator, anybody's. Its place stays. Answer: <see cref="Ack"/>.</summary>
public sealed record DeleteMessageRequest(MessageId MessageId) : Request
{
    public const string Type = "delete_message";
}

/// <summary>Puts an emoji on a message or takes it away. Answer: <see cref="Ack"/>.</summary>
public sealed record ReactRequest(MessageId MessageId, string Emoji, bool On) : Request
{
    public const string Type = "react";
}

/// <summary>Likes or dislikes an assistant's message. Answer: <see cref="Ack"/>.</summary>
/// <param name="MessageId">An assistant's message.</param>
/// <param name="Rating">Absent or null takes it back.</param>
/// <param name="Comment">Why, up to <see cref="Limits.MaxReasonLength"/> characters; the room's moderators read it.</param>
public sealed record FeedbackRequest(MessageId MessageId, Rating? Rating = null, string? Comment = null) : Request
{
    public const string Type = "feedback";
}

/// <summary>Everything up to here has reached this device. No answer unless it carries a ref, then <see cref="Ok"/>.</summary>
public sealed record DeliveredRequest(RoomId RoomId, long Seq) : Request
{
    public const string Type = "delivered";
}

/// <summary>Everything up to here was read. No answer unless it carries a ref, then <see cref="Ok"/>.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="Seq">The newest message that was on the screen. A cursor never goes back.</param>
/// <param name="ThreadId">Read in this thread alone.</param>
public sealed record ReadRequest(RoomId RoomId, long Seq, MessageId? ThreadId = null) : Request
{
    public const string Type = "read";
}

/// <summary>How present one is with this device. No answer unless it carries a ref, then <see cref="Ok"/>.</summary>
/// <param name="Status"><c>offline</c> hides one from the others.</param>
/// <param name="Activity">What one does, up to <see cref="Limits.MaxActivityLength"/> characters; empty takes it away, absent leaves it.</param>
public sealed record PresenceRequest(PresenceStatus Status, string? Activity = null) : Request
{
    public const string Type = "presence";
}

/// <summary>Assistants begin anew in this room: nothing that was said before is shown to them. The history stays. Answer: <see cref="Ack"/> of the line that says so.</summary>
public sealed record ClearRequest(RoomId RoomId) : Request
{
    public const string Type = "clear";
}

/// <summary>A page of messages. Answer: <see cref="HistoryPage"/>.</summary>
/// <param name="RoomId">A room that one may read.</param>
/// <param name="Before">Only messages with a smaller seq, the newest of them. Absent, as <paramref name="After"/>: the newest.</param>
/// <param name="Limit">1 to <see cref="Limits.MaxPage"/>; default <see cref="Limits.DefaultPage"/>.</param>
/// <param name="After">Only messages with a greater seq, the oldest of them; not together with <paramref name="Before"/>.</param>
/// <param name="ThreadId">Only the messages of this thread, its first message left out.</param>
/// <param name="MessageId">The messages around this one; instead of all the others but the limit.</param>
public sealed record HistoryRequest(
    RoomId RoomId, long? Before = null, int? Limit = null, long? After = null, MessageId? ThreadId = null, MessageId? MessageId = null) : Request
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
