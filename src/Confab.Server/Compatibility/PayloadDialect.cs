using System.Text.Json;
using System.Text.Json.Nodes;
using Confab.Protocol;

namespace Confab.Server.Compatibility;

/// <summary>
/// <c>/chat?userId=</c>: frames of a <c>type</c> and a <c>payload</c>. A <c>sessionId</c> is the id of a room that one may read,
/// else a private room of one's own, made for this socket, in which the assistant answers everything. The user id in the address
/// proves nothing: with <c>?token=</c> one is who it says, without one a guest.
/// </summary>
sealed class PayloadDialect(DialectWire wire) : Dialect(wire)
{
    const string Making = "make ", Joining = "join ", Saying = "say ", DefaultSession = "default";

    const int MostWaiting = 64, MostSessions = 32;

    readonly Dictionary<string, RoomId> _rooms = [];
    readonly Dictionary<RoomId, string> _sessions = [];

    /// <summary>What waits for its room.</summary>
    readonly Dictionary<string, List<JsonElement>> _waiting = [];
    readonly HashSet<string> _known = [];
    readonly Dictionary<StreamId, (RoomId Room, UserId Author)> _replies = [];

    public override bool Receive(string type, JsonElement frame)
    {
        if (!frame.TryGetProperty("payload", out var payload) || payload.ValueKind != JsonValueKind.Object) return false;
        switch (type)
        {
            case "message" when payload.Text("content") is not null:
                Say(payload);
                return true;
            case "typing" when payload.Flag("isTyping") is { } isTyping:
                if (_rooms.TryGetValue(SessionOf(payload), out var room)) Wire.Ask(new TypingRequest(room, isTyping));
                return true;
            case "presence" when Enum.TryParse<PresenceStatus>(payload.Text("status"), ignoreCase: true, out var status):
                Wire.Ask(new PresenceRequest(status));
                return true;
            default:
                return false;
        }
    }

    public override void Refuse(string why) => Tell("error", new() { ["message"] = why });

    public override void Tell(ServerFrame frame)
    {
        switch (frame)
        {
            case Connected connected:
                foreach (var room in connected.Rooms) _known.Add(room.Id.Value);
                break;
            case RoomCreated created when created.Ref?.StartsWith(Making, StringComparison.Ordinal) == true:
                Wire.Ask(new JoinRoomRequest(created.Room.Id) { Ref = Joining + created.Ref[Making.Length..] });
                break;
            case RoomJoined joined when joined.Ref?.StartsWith(Joining, StringComparison.Ordinal) == true:
                Begin(joined.Ref[Joining.Length..], joined.Room.Id);
                break;
            case Ack ack when ack.Ref?.StartsWith(Saying, StringComparison.Ordinal) == true:
                Tell("delivery", new() { ["messageId"] = ack.MessageId.Value, ["delivered"] = true });
                break;
            case MessageEvent { Message: { Author.Kind: not AuthorKind.System, DeletedAt: null } message } when _sessions.TryGetValue(message.RoomId, out var session):
                Tell("message", Shown(message, session));
                break;
            case TypingEvent typing when _sessions.ContainsKey(typing.RoomId):
                Tell("typing", new() { ["userId"] = typing.UserId.Value, ["isTyping"] = typing.IsTyping });
                break;
            case StreamStart { RoomId: { } room, Author: { } author } start when _sessions.ContainsKey(room):
                _replies[start.StreamId] = (room, author.Id);
                Tell("typing", new() { ["userId"] = "ai-agent", ["isTyping"] = true });
                break;
            case StreamEnd end when _replies.Remove(end.StreamId):
                Tell("typing", new() { ["userId"] = "ai-agent", ["isTyping"] = false });
                break;
            case PresenceEvent presence:
                Tell("presence", new() { ["userId"] = presence.UserId.Value, ["status"] = presence.Status.ToString().ToLowerInvariant() });
                break;
            case ErrorFrame error:
                Refuse(error.Message);
                break;
        }
    }

    void Say(JsonElement payload)
    {
        var session = SessionOf(payload);
        if (_rooms.TryGetValue(session, out var room)) Post(room, payload);
        else if (_waiting.TryGetValue(session, out var waiting) && waiting.Count < MostWaiting) waiting.Add(payload.Clone());
        else if (waiting is not null || _rooms.Count + _waiting.Count >= MostSessions) Refuse("more waits than is kept; wait for an answer, or open another socket");
        else
        {
            _waiting[session] = [payload.Clone()];
            if (_known.Contains(session)) Wire.Ask(new JoinRoomRequest(new RoomId(session)) { Ref = Joining + session });
            else Wire.Ask(new CreateRoomRequest(session, Visibility.Private, AssistantMode.All, IsTemporary: true) { Ref = Making + session });
        }
    }

    void Begin(string session, RoomId room)
    {
        _rooms[session] = room;
        _sessions[room] = session;
        if (!_waiting.Remove(session, out var waiting)) return;
        foreach (var payload in waiting) Post(room, payload);
    }

    void Post(RoomId room, JsonElement payload)
    {
        var id = payload.Text("id");
        Wire.Ask(new ChatRequest(room, payload.Text("content")!, id is null ? null : new MessageId(id)) { Ref = Saying });
    }

    void Tell(string type, JsonObject payload) => Wire.Write(new() { ["type"] = type, ["payload"] = payload });

    static string SessionOf(JsonElement payload) => payload.Text("sessionId") is { Length: > 0 and <= Limits.MaxRoomNameLength } session ? session : DefaultSession;

    static JsonObject Shown(Message message, string session) => new()
    {
        ["id"] = message.Id.Value,
        ["userId"] = message.Author.Kind == AuthorKind.Assistant ? "ai-agent" : message.Author.Id.Value,
        ["username"] = message.Author.Name,
        ["content"] = message.Content,
        ["timestamp"] = message.CreatedAt.Iso(),
        ["sessionId"] = session,
    };
}
