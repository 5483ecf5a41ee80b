using Confab.Protocol;
using Confab.Server.Rooms.Changes;
using Confab.Server.Sockets;
using Confab.Server.Storage;
using Confab.Server.Tools.Servers;

namespace Confab.Server.Rooms;

/// <summary><c>update_room</c>: its name, topic and settings; archives it and opens it again.</summary>
public sealed class UpdateRoom(RoomAccess access, RoomChanges changes, ToolServers servers)
{
    const int FewestUsers = 2;

    public async Task<ServerFrame?> HandleAsync(Connection connection, UpdateRoomRequest request)
    {
        var user = connection.RequireUser();
        var room = (await access.RequireAsync(user.Id, request.RoomId, RoomRight.Change, connection.Closed)).Room;
        RequireFitting(request, room);
        await changes.UpdateAsync(room.Id, Read(request, room), user);
        return new Ok();
    }

    RoomPatch Read(UpdateRoomRequest request, Room room) => new()
    {
        Name = request.RoomName is { } name ? RoomText.RequireName(name) : null,
        Topic = RoomText.RequireTopic(request.Topic),
        Visibility = request.Visibility,
        AssistantMode = request.AssistantMode,
        Uploads = request.Uploads,
        HistoryDays = Require(request.HistoryDays, 0, Limits.MaxHistoryDays, "historyDays"),
        MaxUsers = request.MaxUsers is 0 ? 0 : Require(request.MaxUsers, FewestUsers, int.MaxValue, "maxUsers"),
        SlowModeSeconds = Require(request.SlowModeSeconds, 0, Limits.MaxSlowModeSeconds, "slowModeSeconds"),
        IsArchived = request.IsArchived,
        IsTemporary = request.IsTemporary,
        Memory = request.Memory,
        Tools = request.Tools is { } names ? RequireServers(names, room) : null,
    };

    /// <summary>Servers that there are; one that is gone by now may stay in the list.</summary>
    IReadOnlyList<string> RequireServers(IReadOnlyList<string> names, Room room) =>
        names.FirstOrDefault(name => !servers.Names.Contains(name) && room.Tools?.Contains(name) != true) is { } unknown
            ? throw new RequestRefused(
                ErrorCode.BadRequest, $"there is no tool server \"{unknown}\"; {(servers.Names.Any() ? $"there are: {string.Join(", ", servers.Names)}" : "the operator names them in mcp.json")}", "tools")
            : [.. names.Distinct()];

    static int? Require(int? value, int least, int most, string field) => value is null || (value >= least && value <= most)
        ? value
        : throw new RequestRefused(
            ErrorCode.BadRequest, most == int.MaxValue ? $"\"{field}\" is {least} or more, or 0 for none" : $"\"{field}\" is a number from {least} to {most}", field);

    /// <summary>What makes no sense in a room of this kind.</summary>
    static void RequireFitting(UpdateRoomRequest request, Room room)
    {
        var all = new (string Field, bool IsWished)[]
        {
            ("roomName", request.RoomName is not null), ("topic", request.Topic is not null), ("visibility", request.Visibility is not null),
            ("assistantMode", request.AssistantMode is not null), ("uploads", request.Uploads is not null), ("historyDays", request.HistoryDays is not null),
            ("maxUsers", request.MaxUsers is not null), ("slowModeSeconds", request.SlowModeSeconds is not null), ("isArchived", request.IsArchived is not null),
            ("isTemporary", request.IsTemporary is not null), ("memory", request.Memory is not null),
            ("tools", request.Tools is not null),
        };
        string[]? fitting = room.Kind switch
        {
            RoomKind.Direct => ["assistantMode", "uploads", "historyDays", "memory", "tools"],
            RoomKind.Chat => ["roomName", "uploads", "historyDays", "memory", "tools"],
            _ => null,
        };
        if (fitting is not null && all.FirstOrDefault(f => f.IsWished && !fitting.Contains(f.Field)) is { Field: { } field })
            throw new RequestRefused(ErrorCode.BadRequest, $"of a {(room.Kind == RoomKind.Direct ? "direct room" : "chat of your own")} only {string.Join(", ", fitting)} can change", field);
        if (room.Id != RoomDirectory.General) return;
        if (request.Visibility == Visibility.Private) throw new RequestRefused(ErrorCode.BadRequest, "\"general\" is there for everybody and stays public", "visibility");
        if (request.IsTemporary is true) throw new RequestRefused(ErrorCode.BadRequest, "\"general\" is always there and cannot be temporary", "isTemporary");
    }
}
