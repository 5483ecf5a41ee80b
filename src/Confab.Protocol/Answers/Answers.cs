namespace Confab.Protocol;

/// <param name="User">Who one is now.</param>
/// <param name="Token">The way back to the name. Keep it; the server keeps only its hash.</param>
/// <param name="Server">What speaks here.</param>
/// <param name="Rooms">The rooms one may see.</param>
public sealed record Connected(Author User, string Token, ServerInfo Server, IReadOnlyList<Room> Rooms) : ServerFrame;

public sealed record ServerInfo(string Version, ServerCapabilities Capabilities);

/// <param name="MaxTokens">Most tokens of one generation.</param>
/// <param name="MaxFrameBytes">Largest frame a client may send.</param>
/// <param name="SupportedFormats">Model formats that the engines read.</param>
/// <param name="MaxFileBytes">Largest file that may be sent.</param>
public sealed record ServerCapabilities(int MaxTokens, int MaxFrameBytes, IReadOnlyList<string> SupportedFormats, long MaxFileBytes = 0);

public sealed record RoomList(IReadOnlyList<Room> Rooms) : ServerFrame;

public sealed record RoomCreated(Room Room) : ServerFrame;

/// <param name="Room">The room as it is at <paramref name="Rev"/>.</param>
/// <param name="Members">People and assistants.</param>
/// <param name="Messages">Without <c>after</c>: the newest page, by seq. With it: what changed since, by rev.</param>
/// <param name="Rev">What the client knows once it has taken this in.</param>
/// <param name="HasMore">Without <c>after</c>: there is older history. With it: join again with <c>after</c> = <paramref name="Rev"/>.</param>
/// <param name="Streams">Replies on their way.</param>
/// <param name="Receipts">How far the members have come, up to 200 of them.</param>
/// <param name="Threads">The threads that one takes part in, the newest first: at most 200.</param>
/// <param name="Suggestions">What one might say next; absent where nothing is suggested.</param>
public sealed record RoomJoined(
    Room Room, IReadOnlyList<Member> Members, IReadOnlyList<Message> Messages, long Rev, bool HasMore,
    IReadOnlyList<RunningStream> Streams, IReadOnlyList<Cursor>? Receipts = null, IReadOnlyList<FollowedThread>? Threads = null,
    Suggested? Suggestions = null) : ServerFrame;

/// <param name="MessageId">The answer after which one might say it.</param>
/// <param name="Items">3 to 5.</param>
public sealed record Suggested(MessageId MessageId, IReadOnlyList<string> Items);

/// <param name="Users">By name.</param>
public sealed record UserList(IReadOnlyList<Author> Users) : ServerFrame;

public sealed record Ok : ServerFrame;

/// <summary>The message is on disk.</summary>
public sealed record Ack(RoomId RoomId, MessageId MessageId, long Seq, long Rev) : ServerFrame;

/// <param name="RoomId">The room.</param>
/// <param name="Messages">By seq, oldest first.</param>
/// <param name="HasMore">There are more in the direction that was asked for; around a message: older ones.</param>
/// <param name="HasNewer">Around a message: there are newer ones.</param>
/// <param name="ThreadId">The thread that was asked for.</param>
public sealed record HistoryPage(
    RoomId RoomId, IReadOnlyList<Message> Messages, bool HasMore, bool? HasNewer = null, MessageId? ThreadId = null) : ServerFrame;

public sealed record ModelList(IReadOnlyList<ModelInfo> Models) : ServerFrame;

public sealed record Pong : ServerFrame;

/// <param name="Code">For programs.</param>
/// <param name="Message">For people: what was wrong and what to do.</param>
/// <param name="Field">The field at fault.</param>
/// <param name="RetryAfterMs">How long to wait, milliseconds.</param>
public sealed record ErrorFrame(ErrorCode Code, string Message, string? Field = null, int? RetryAfterMs = null) : ServerFrame;
