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
public sealed class ToolShelf(ToolServers servers, ISearchStore search, IAttachmentStore files, FileFolder folder, TimeProvider clock)
{
    /// <summary>What is built in: a name and a word about each.</summary>
    public IReadOnlyList<(string Name, string Description)> BuiltIn =>
        [.. OwnOf(new RoomId("any"), new UserId("any")).Select(tool => (tool.Name, tool.Description))];

    public async Task<IReadOnlyList<OfferedTool>> OfAsync(Assistant assistant, Room room, UserId asker, CancellationToken stop)
    {
        if (assistant.Tools.Count == 0) return [];
        var offered = OwnOf(room.Id, asker).Where(tool => assistant.Tools.Contains(tool.Name, StringComparer.OrdinalIgnoreCase)).Select(tool => new OfferedTool(tool)).ToList();
        foreach (var server in servers.All.Where(server => room.Tools?.Contains(server.Name) == true && IsWanted(assistant, server.Name)))
            foreach (var tool in await server.ListAsync(stop))
                if (IsWanted(assistant, server.Name, tool.Name) && offered.All(other => other.Function.Name != tool.Name)) offered.Add(new OfferedTool(tool, server.Name));
        return offered;
    }

    /// <summary>
    /// As it is kept with an answer. What was found in the room stands in the room, and goes there when it is deleted; it is not kept a second time.
    /// </summary>
    public static ToolCall Kept(ToolCall call) =>
        call is { Server: null, Status: ToolStatus.Done, Name: SearchRoomTool.ToolName or ReadFileTool.ToolName } ? call with { Result = null } : call;

    BuiltInTool[] OwnOf(RoomId room, UserId asker) =>
        [new SearchRoomTool(search, room, asker), new ReadFileTool(files, folder, room), new TimeTool(clock), new CalculatorTool()];

    static bool IsWanted(Assistant assistant, string server) => assistant.Tools.Any(name => name.StartsWith(server + "/", StringComparison.OrdinalIgnoreCase));

    static bool IsWanted(Assistant assistant, string server, string tool) => assistant.Tools.Any(name =>
        name.Equals($"{server}/*", StringComparison.OrdinalIgnoreCase) || name.Equals($"{server}/{tool}", StringComparison.OrdinalIgnoreCase));
}
