using System.Text.Json;
using System.Text.Json.Nodes;
using Confab.Protocol;

namespace Confab.Server.Compatibility;

/// <summary>
/// <c>chat</c>, <c>clear</c>, <c>ping</c>, rooms and private messages at <c>/</c>. Outside a room one talks with a model alone:
/// <c>thinking</c>, <c>stream_start</c>, <c>token</c>…, <c>stream_end</c>. In a room: <c>user_message</c> and <c>ai_message</c>.
/// </summary>
sealed class ChatServerDialect(DialectWire wire, TimeProvider clock) : RoomDialect(wire)
{
    const int HistoryLength = 20;
    const string Clearing = "clear", Direct = "direct";

    static readonly GenerationOptions Wishes = new(MaxTokens: 500, Temperature: 0.7, StopSequences: ["\nUser:", "\nHuman:"]);

    readonly ConversationTurns _turns = new(wire);
    readonly DateTimeOffset _since = clock.GetUtcNow();

    /// <summary>The direct rooms that are heard, and the newest message of each that was told.</summary>
    readonly Dictionary<RoomId, (UserId With, long ToldSeq)> _directs = [];

    public override bool Receive(string type, JsonElement frame)
    {
        switch (type)
        {
            case "chat" when frame.Text("content") is { } content:
                Say(content);
                return true;
            case "clear" when Current is { } room:
                Wire.Ask(new ClearRequest(room.Id) { Ref = Clearing });
                return true;
            case "clear":
                _turns.Clear();
                Wire.Write(new() { ["type"] = "system", ["message"] = "Conversation history cleared" });
                return true;
            case "ping":
                Wire.Ask(new PingRequest());
                return true;
            case "join_room":
                Join(frame.Text("roomId") ?? "general", create: false);
                return true;
            case "create_room" when frame.Text("roomName") is { } name:
                Wire.Ask(new CreateRoomRequest(name.Trim()));
                return true;
            case "list_rooms":
                Wire.Ask(new ListRoomsRequest());
                return true;
            case "private_message" when frame.Text("targetId") is { } target && frame.Text("content") is { } content:
                Wire.Ask(new PrivateMessageRequest(new UserId(target), content) { Ref = Direct });
                return true;
            default:
                return false;
        }
    }

    void Say(string content)
    {
        if (Current is { } room) Wire.Ask(new ChatRequest(room.Id, content));
        else if (_turns.IsAnswering) Refuse("an answer is on its way; say more when it is done");
        else
        {
            Wire.Write(new() { ["type"] = "thinking", ["message"] = "AI is thinking..." });
            _turns.Say(content, Wishes);
        }
    }

    public override void Tell(ServerFrame frame)
    {
        base.Tell(frame);
        switch (frame)
        {
            case Pong:
                Wire.Write(new() { ["type"] = "pong" });
                break;
            case StreamStart start when _turns.IsOurs(start.StreamId):
                Wire.Write(new() { ["type"] = "stream_start" });
                break;
            case TokenEvent token when _turns.IsOurs(token.StreamId):
                _turns.Grow(token);
                Wire.Write(new() { ["type"] = "token", ["content"] = token.Content });
                break;
            case StreamEnd end when _turns.IsOurs(end.StreamId):
                var answer = _turns.End();
                if (end.Error is { } why) Refuse(why);
                else Wire.Write(new() { ["type"] = "stream_end", ["fullResponse"] = answer });
                break;
            case RoomJoined joined when joined.Ref == Joining:
                Wire.Write(Joined(joined));
                break;
            case RoomJoined joined when joined.Ref == Direct:
                foreach (var message in joined.Messages.Where(m => m.CreatedAt >= _since)) TellDirect(message);
                break;
            case RoomCreated created:
                Wire.Write(new() { ["type"] = "room_created", ["roomId"] = created.Room.Id.Value, ["roomName"] = created.Room.Name });
                Join(created.Room.Id.Value, create: false);
                break;
            case RoomList list:
                Wire.Write(new() { ["type"] = "room_list", ["rooms"] = new JsonArray([.. list.Rooms.Where(r => r.Kind == RoomKind.Group).Select(Listed)]) });
                break;
            case UserJoined joined when IsHere(joined.RoomId) && joined.User.Id != Me?.Id:
                Wire.Write(new() { ["type"] = "user_joined", ["userId"] = joined.User.Id.Value, ["message"] = $"{joined.User.Name} joined the room" });
                break;
            case UserLeft left when IsHere(left.RoomId):
                Wire.Write(new() { ["type"] = "user_left", ["userId"] = left.User.Id.Value, ["message"] = $"{left.User.Name} left the room" });
                break;
            case RoomUpdated { Room: { Kind: RoomKind.Direct } room } when !_directs.ContainsKey(room.Id):
                Hear(room);
                break;
            case Ack ack when ack.Ref == Clearing:
                Wire.Write(new() { ["type"] = "system", ["message"] = "Conversation history cleared" });
                break;
            case Ack ack when ack.Ref == Direct && !_directs.ContainsKey(ack.RoomId):
                Wire.Ask(new JoinRoomRequest(ack.RoomId) { Ref = Direct });
                break;
            case MessageEvent { Message: var message } when IsHere(message.RoomId):
                TellMessage(message);
                break;
            case MessageEvent { Message: var message } when _directs.ContainsKey(message.RoomId):
                TellDirect(message);
                break;
            case ErrorFrame error:
                if (_turns.IsOurs(error)) _turns.Forget();
                Refuse(error.Message);
                break;
        }
    }

    /// <summary>Somebody wrote to us for the first time.</summary>
    void Hear(Room room)
    {
        if (room.People?.FirstOrDefault(person => person.Id != Me?.Id) is not { } other) return;
        _directs[room.Id] = (other.Id, 0);
        Wire.Ask(new JoinRoomRequest(room.Id) { Ref = Direct });
    }

    void TellMessage(Message message)
    {
        if (message is not { Author.Kind: not AuthorKind.System, DeletedAt: null, EditedAt: null, Reactions: null, Thread: null, Feedback: null }) return;
        var isAssistant = message.Author.Kind == AuthorKind.Assistant;
        var told = new JsonObject { ["type"] = isAssistant ? "ai_message" : "user_message" };
        if (!isAssistant) told["userId"] = message.Author.Id.Value;
        told["content"] = message.Content;
        told["timestamp"] = message.CreatedAt.Iso();
        Wire.Write(told);
    }

    void TellDirect(Message message)
    {
        var (with, toldSeq) = _directs.GetValueOrDefault(message.RoomId);
        if (message.Seq <= toldSeq || message.Author.Kind != AuthorKind.User) return;
        if (message.Author.Id != Me?.Id) with = message.Author.Id;
        _directs[message.RoomId] = (with, message.Seq);
        Wire.Write(new()
        {
            ["type"] = "private_message",
            ["senderId"] = message.Author.Id.Value,
            ["targetId"] = (message.Author.Id == Me?.Id ? with : Me!.Id).Value,
            ["content"] = message.Content,
            ["timestamp"] = message.CreatedAt.Iso(),
        });
    }

    static JsonObject Joined(RoomJoined joined) => new()
    {
        ["type"] = "room_joined",
        ["roomId"] = joined.Room.Id.Value,
        ["roomName"] = joined.Room.Name,
        ["userCount"] = joined.Room.UserCount,
        ["messageHistory"] = new JsonArray([.. joined.Messages.Where(m => m.Author.Kind != AuthorKind.System && m.DeletedAt is null).TakeLast(HistoryLength).Select(m => (JsonNode)new JsonObject
        {
            ["id"] = m.Id.Value,
            ["userId"] = m.Author.Kind == AuthorKind.Assistant ? "ai" : m.Author.Id.Value,
            ["content"] = m.Content,
            ["timestamp"] = m.CreatedAt.Iso(),
            ["type"] = m.Author.Kind == AuthorKind.Assistant ? "ai" : "user",
        })]),
    };

    static JsonNode Listed(Room room) => new JsonObject
    {
        ["id"] = room.Id.Value,
        ["name"] = room.Name,
        ["userCount"] = room.UserCount,
        ["createdAt"] = room.CreatedAt.Iso(),
    };
}
