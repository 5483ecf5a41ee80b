using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Confab.Protocol;

namespace Confab.Server.Compatibility;

/// <summary>
/// <c>start_stream</c>, <c>stop_stream</c> and <c>list_models</c> at <c>/</c>, whose pieces are <c>token.token</c> and whose end is
/// <c>stream_complete</c>; and rooms with <c>chat_message</c>, <c>message</c>, <c>typing</c> and <c>bot_token</c>. The whole text
/// is not sent with every token, and all pieces of one answer have one id.
/// </summary>
sealed class StreamingDialect(DialectWire wire, TimeProvider clock) : RoomDialect(wire)
{
    const int HistoryLength = 50;

    /// <summary>One's own streams: what was asked, and the text so far.</summary>
    readonly Dictionary<StreamId, (string Prompt, StringBuilder Text)> _streams = [];

    /// <summary>Answers that are being written in the room.</summary>
    readonly Dictionary<StreamId, (string Name, MessageId Message)> _replies = [];

    public override bool Receive(string type, JsonElement frame)
    {
        switch (type)
        {
            case "start_stream" when frame.Text("prompt") is { } prompt && frame.Text("streamId") is { } id:
                _streams[new StreamId(id)] = (prompt, new StringBuilder());
                Wire.Ask(new StartStreamRequest(new StreamId(id), prompt, Options: WishesOf(frame)) { Ref = $"stream {id}" });
                return true;
            case "stop_stream" when frame.Text("streamId") is { } id:
                Wire.Ask(new StopStreamRequest(new StreamId(id)));
                return true;
            case "list_models":
                Wire.Ask(new ListModelsRequest());
                return true;
            case "join_room" when frame.Text("roomId") is { } id:
                Join(id, create: true);
                return true;
            case "leave_room":
                Leave();
                return true;
            case "chat_message" when frame.Text("content") is { } content:
                if (Current is { } room) Wire.Ask(new ChatRequest(room.Id, content));
                else Refuse("join a room first: {\"type\":\"join_room\",\"roomId\":\"general\"}");
                return true;
            default:
                return false;
        }
    }

    public override void Refuse(string why) => Wire.Write(new() { ["type"] = "error", ["message"] = why, ["error"] = why });

    public override void Tell(ServerFrame frame)
    {
        base.Tell(frame);
        switch (frame)
        {
            case StreamStart start when _streams.TryGetValue(start.StreamId, out var own):
                Wire.Write(new() { ["type"] = "stream_start", ["streamId"] = start.StreamId.Value, ["prompt"] = own.Prompt, ["timestamp"] = Now() });
                break;
            case TokenEvent token when _streams.TryGetValue(token.StreamId, out var own):
                own.Text.Append(token.Content);
                Wire.Write(new() { ["type"] = "token", ["streamId"] = token.StreamId.Value, ["token"] = token.Content, ["position"] = token.Position, ["timestamp"] = Now() });
                break;
            case ProgressEvent progress when _streams.ContainsKey(progress.StreamId):
                Wire.Write(Progress(progress));
                break;
            case StreamEnd end when _streams.Remove(end.StreamId, out var own):
                if (end.Error is { } why) Wire.Write(new() { ["type"] = "error", ["streamId"] = end.StreamId.Value, ["error"] = why });
                else Wire.Write(Complete(end, own.Text.ToString()));
                break;
            case ModelList list:
                Wire.Write(new() { ["type"] = "model_list", ["models"] = new JsonArray([.. list.Models.Select(Listed)]) });
                break;
            case RoomJoined joined when joined.Ref == Joining:
                MakeSmart(joined.Room);
                Wire.Write(Joined(joined));
                break;
            case UserJoined joined when IsHere(joined.RoomId) && joined.User.Id != Me?.Id:
                Wire.Write(new() { ["type"] = "user_joined", ["username"] = joined.User.Name, ["timestamp"] = Now() });
                break;
            case UserLeft left when IsHere(left.RoomId):
                Wire.Write(new() { ["type"] = "user_left", ["username"] = left.User.Name, ["timestamp"] = Now() });
                break;
            case TypingEvent typing when IsHere(typing.RoomId) && Names.TryGetValue(typing.UserId, out var name):
                TellTyping(name, typing.IsTyping);
                break;
            case StreamStart { Author: { } author, MessageId: { } message } start when IsHere(start.RoomId):
                _replies[start.StreamId] = (author.Name, message);
                TellTyping(author.Name, true);
                break;
            case TokenEvent token when _replies.TryGetValue(token.StreamId, out var reply):
                Wire.Write(new() { ["type"] = "bot_token", ["token"] = token.Content, ["messageId"] = reply.Message.Value });
                break;
            case StreamEnd end when _replies.Remove(end.StreamId, out var reply):
                TellTyping(reply.Name, false);
                break;
            case MessageEvent { Message: { Author.Kind: not AuthorKind.System, DeletedAt: null, EditedAt: null, Reactions: null, Thread: null, Feedback: null } message }
                when IsHere(message.RoomId):
                Wire.Write(new() { ["type"] = "message", ["message"] = Shown(message) });
                break;
            case ErrorFrame { Ref: { } reference } error when reference.StartsWith("stream ", StringComparison.Ordinal):
                _streams.Remove(new StreamId(reference[7..]));
                Wire.Write(new() { ["type"] = "error", ["streamId"] = reference[7..], ["error"] = error.Message });
                break;
            case ErrorFrame error:
                Refuse(error.Message);
                break;
        }
    }

    /// <summary>A room of this dialect answers questions and mentions; one that was there already keeps its manners.</summary>
    void MakeSmart(Room room)
    {
        if (room is { Role: RoomRole.Owner, Seq: 0, UserCount: 1, Version: 0, AssistantMode: AssistantMode.Mention } && room.Id != new RoomId("general"))
            Wire.Ask(new UpdateRoomRequest(room.Id, AssistantMode: AssistantMode.Smart));
    }

    void TellTyping(string name, bool isTyping) => Wire.Write(new() { ["type"] = "typing", ["username"] = name, ["isTyping"] = isTyping });

    static GenerationOptions WishesOf(JsonElement frame) => frame.TryGetProperty("options", out var options) && options.ValueKind == JsonValueKind.Object
        ? new(options.Text("model"), options.Text("strategy"), (int?)options.Number("maxTokens"), options.Number("temperature"), options.Number("topP"),
            StopSequences: options.TryGetProperty("stopSequences", out var stops) && stops.ValueKind == JsonValueKind.Array
                ? [.. stops.EnumerateArray().Where(stop => stop.ValueKind == JsonValueKind.String).Select(stop => stop.GetString()!)]
                : null,
            Seed: (long?)options.Number("seed"))
        : new();

    static JsonObject Progress(ProgressEvent progress) => new()
    {
        ["type"] = "progress",
        ["streamId"] = progress.StreamId.Value,
        ["tokenCount"] = progress.Tokens,
        ["elapsedTime"] = progress.TokensPerSecond > 0 ? Math.Round(progress.Tokens / progress.TokensPerSecond * 1000) : 0,
        ["tokensPerSecond"] = progress.TokensPerSecond.ToString("F1", CultureInfo.InvariantCulture),
        ["estimatedTimeRemaining"] = Math.Round(progress.EtaMs),
    };

    JsonObject Complete(StreamEnd end, string text) => new()
    {
        ["type"] = "stream_complete",
        ["streamId"] = end.StreamId.Value,
        ["result"] = new JsonObject
        {
            ["text"] = text,
            ["tokenCount"] = end.Usage.CompletionTokens,
            ["duration"] = Math.Round(end.DurationMs),
            ["completedAt"] = clock.GetUtcNow().Iso(),
        },
    };

    static JsonObject Joined(RoomJoined joined) => new()
    {
        ["type"] = "room_joined",
        ["roomId"] = joined.Room.Id.Value,
        ["history"] = new JsonArray([.. joined.Messages.Where(m => m.Author.Kind != AuthorKind.System && m.DeletedAt is null).TakeLast(HistoryLength).Select(m => (JsonNode)Shown(m))]),
        ["participants"] = new JsonArray([.. joined.Members.Where(m => m.Kind == AuthorKind.User && m.Status != PresenceStatus.Offline).Select(m => (JsonNode)m.Name)]),
    };

    static JsonObject Shown(Message message) => new()
    {
        ["id"] = message.Id.Value,
        ["username"] = message.Author.Name,
        ["content"] = message.Content,
        ["timestamp"] = message.CreatedAt.ToUnixTimeMilliseconds(),
        ["type"] = message.Author.Kind == AuthorKind.Assistant ? "bot_message" : "user_message",
    };

    static JsonNode Listed(ModelInfo model) => new JsonObject
    {
        ["id"] = model.Id,
        ["name"] = model.Name,
        ["type"] = model.Type,
        ["size"] = model.Size,
        ["capabilities"] = new JsonArray([.. model.Capabilities.Select(capability => (JsonNode)capability)]),
    };

    long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
