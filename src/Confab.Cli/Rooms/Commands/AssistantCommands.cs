using Confab.Cli.Rooms.Showing;
using Confab.Cli.Terminal.Chat;
using Confab.Client;

namespace Confab.Cli.Rooms.Commands;

/// <summary>Assistants and their tools: who there is, and who is in the room.</summary>
sealed class AssistantCommands(ConfabClient client, RoomDesk desk, Errands errands, AssistantChoice assistants)
{
    public SlashCommandGroup Group => new("Assistants",
    [
        new("/assistants", "[add|remove HANDLE]", "which there are; bring one into this room, or take it out", Assistants),
        new("/tools", "", "what assistants can use; /set tools SERVER lets them use a tool server here", _ => Tools()),
    ]);

    void Assistants(string said)
    {
        var parts = said.Split(' ', 2);
        var handle = parts.Length > 1 ? parts[1].Trim() : "";
        switch (parts[0].ToLowerInvariant())
        {
            case "": List(); break;
            case "add" or "invite" when handle.Length > 0: In(handle, isIn: true); break;
            case "remove" when handle.Length > 0: In(handle, isIn: false); break;
            default: desk.AddProblem("/assistants lists them, /assistants add HANDLE brings one into this room, /assistants remove HANDLE takes it out."); break;
        }
    }

    void List() => errands.Run(client.ListAssistantsAsync, all => desk.AddRows(width => AssistantRows.Of(all, desk.Current, width)));

    void In(string handle, bool isIn) => errands.Run(async stop =>
    {
        if (desk.Current is not { } pane) return;
        var assistant = await assistants.FindAsync(handle, stop);
        // The room tells everybody that it came or went.
        if (isIn) await client.InviteAsync(pane.Id, assistant.Id, stop);
        else await client.RemoveMemberAsync(pane.Id, assistant.Id, stop: stop);
    });

    void Tools() => errands.Run(client.ListToolsAsync, tools => desk.AddRows(width => AssistantRows.Of(tools, desk.Current, width)));
}
