using System.Text.Json;
using System.Text.Json.Nodes;
using Confab.Protocol;

namespace Confab.Server.Compatibility;

/// <summary>
/// A socket at <c>/</c>. It is greeted as both of the programs expect that open one there, and the first frame that only one of
/// them sends decides which it is. Both may join a room first: until then each frame is told in both ways at once.
/// </summary>
sealed class UndecidedDialect : Dialect
{
    readonly Dialect[] _both;
    readonly List<JsonObject> _told = [];
    Dialect? _decided;
    bool _isMuted;

    public UndecidedDialect(DialectWire wire, TimeProvider clock) : base(wire)
    {
        var gathering = wire with { Write = Gather, Ask = request => { if (!_isMuted) wire.Ask(request); } };
        _both = [new ChatServerDialect(gathering, clock), new StreamingDialect(gathering, clock)];
    }

    public override bool Receive(string type, JsonElement frame)
    {
        if (_decided is null && type == "join_room") return ReceiveBoth(type, frame);
        if (_decided is { } one) return one.Receive(type, frame);
        foreach (var dialect in _both)
        {
            _decided = dialect;
            if (dialect.Receive(type, frame)) return true;
        }
        _decided = null;
        return false;
    }

    public override void Refuse(string why)
    {
        if (_decided is { } one) one.Refuse(why);
        else base.Refuse(why);
    }

    public override void Tell(ServerFrame frame)
    {
        if (_decided is { } one)
        {
            one.Tell(frame);
            return;
        }
        if (frame is Connected connected) Greet(connected);
        InBothWays(dialect => dialect.Tell(frame));
    }

    bool ReceiveBoth(string type, JsonElement frame)
    {
        var isKnown = false;
        // The streaming rooms are made when there is none of the name, so theirs is the request that is sent.
        InBothWays(dialect =>
        {
            _isMuted = dialect == _both[0] && frame.Text("roomId") is not null;
            isKnown |= dialect.Receive(type, frame);
        });
        return isKnown;
    }

    /// <summary>Frames of one type become one frame, which has what both programs look for.</summary>
    void InBothWays(Action<Dialect> tell)
    {
        foreach (var dialect in _both) tell(dialect);
        _isMuted = false;
        foreach (var frames in _told.GroupBy(frame => (string?)frame["type"]))
        {
            var merged = new JsonObject();
            foreach (var (name, value) in frames.SelectMany(frame => frame)) merged[name] = value?.DeepClone();
            Wire.Write(merged);
        }
        _told.Clear();
    }

    void Gather(JsonObject frame)
    {
        if (_decided is null) _told.Add(frame);
        else Wire.Write(frame);
    }

    void Greet(Connected connected)
    {
        Wire.Write(new() { ["type"] = "system", ["message"] = "Connected to AI Chat Server", ["clientId"] = connected.User.Id.Value });
        Wire.Write(new()
        {
            ["type"] = "connected",
            ["clientId"] = connected.User.Id.Value,
            ["capabilities"] = new JsonObject
            {
                ["maxTokens"] = connected.Server.Capabilities.MaxTokens,
                ["supportedFormats"] = new JsonArray("text", "markdown"),
            },
            ["availableRooms"] = new JsonArray([.. connected.Rooms.Where(room => room.Kind == RoomKind.Group).Select(room => (JsonNode)room.Id.Value)]),
        });
    }
}
