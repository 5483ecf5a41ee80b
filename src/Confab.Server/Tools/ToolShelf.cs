using Confab.Protocol;
using Confab.Server.Assistants;
using Confab.Server.Files;
using Confab.Server.Storage;
using Confab.Server.Tools.BuiltIn;
using Confab.Server.Tools.Servers;

namespace Confab.Server.Tools;

/// <summary>
/// Which tools an assistant may use in a room: those that it was given. Of a tool server only where the room's people agreed to it,
/// asked anew for every answer, so that a consent that was taken back ends with the answer that is being written.
/// </summary>
public sealed class ToolShelf(ToolServers servers, IRoomStore rooms, ISearchStore search, IAttachmentStore files, FileFolder folder, TimeProvider clock)
{
    /// <summary>What is built in: a name and a word about each.</summary>
    public IReadOnlyList<(string Name, string Description)> BuiltIn =>
        [.. OwnOf(new RoomId("any"), new UserId("any"), null).Select(tool => (tool.Name, tool.Description))];

    /// <summary>Connects to the tool servers that an assistant may use in a room, side by side. One that cannot be reached within its deadline is left out.</summary>
    /// <param name="waiting">Told where one of them is not there at once.</param>
    public async Task ConnectAsync(Assistant assistant, RoomId id, Action waiting, CancellationToken stop)
    {
        if (!servers.All.Any(server => IsWanted(assistant, server.Name)) || await rooms.FindAsync(id, stop) is not { } room) return;
        var connecting = Task.WhenAll(servers.All.Where(server => IsAgreed(assistant, room, server.Name)).Select(server => server.ListAsync(stop)));
        if (!connecting.IsCompleted) waiting();
        await connecting;
    }

    /// <summary>What there is without waiting for anybody.</summary>
    public IReadOnlyList<OfferedTool> Of(Assistant assistant, Room room, UserId asker, MessageId question)
    {
        if (assistant.Tools.Count == 0) return [];
        var offered = OwnOf(room.Id, asker, question).Where(tool => assistant.Tools.Contains(tool.Name, StringComparer.OrdinalIgnoreCase)).Select(tool => new OfferedTool(tool)).ToList();
        foreach (var server in servers.All.Where(server => IsAgreed(assistant, room, server.Name)))
            foreach (var tool in server.Tools)
                if (IsWanted(assistant, server.Name, tool.Name) && offered.All(other => other.Function.Name != tool.Name)) offered.Add(new OfferedTool(tool, server.Name));
        return offered;
    }

    /// <summary>
    /// As it is kept with an answer. What was found in the room stands in the room, and goes there when it is deleted; it is not kept a second time.
    /// </summary>
    public static ToolCall Kept(ToolCall call) =>
        call is { Server: null, Status: ToolStatus.Done, Name: SearchRoomTool.ToolName or ReadFileTool.ToolName } ? call with { Result = null } : call;

    BuiltInTool[] OwnOf(RoomId room, UserId asker, MessageId? question) =>
        [new SearchRoomTool(search, room, asker, question), new ReadFileTool(files, folder, room), new TimeTool(clock), new CalculatorTool()];

    static bool IsAgreed(Assistant assistant, Room room, string server) => room.Tools?.Contains(server) == true && IsWanted(assistant, server);

    static bool IsWanted(Assistant assistant, string server) => assistant.Tools.Any(name => name.StartsWith(server + "/", StringComparison.OrdinalIgnoreCase));

    static bool IsWanted(Assistant assistant, string server, string tool) => assistant.Tools.Any(name =>
        name.Equals($"{server}/*", StringComparison.OrdinalIgnoreCase) || name.Equals($"{server}/{tool}", StringComparison.OrdinalIgnoreCase));
}
