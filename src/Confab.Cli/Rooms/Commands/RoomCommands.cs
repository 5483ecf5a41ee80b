using Confab.Cli.CommandLine;
using Confab.Cli.Rooms.Showing;
using Confab.Cli.Terminal.Chat;
using Confab.Client;
using Confab.Protocol;

namespace Confab.Cli.Rooms.Commands;

/// <summary>Rooms: go from one to another, make them, change them.</summary>
sealed class RoomCommands(ConfabClient client, RoomDesk desk, Errands errands, PersonChoice person, RoomEntry entry)
{
    public SlashCommandGroup Group => new("Rooms",
    [
        new("/rooms", "", "list the rooms", _ => List()),
        new("/join", "ROOM", "enter a room, or go back to it", Join),
        new("/create", "NAME [private]", "make a room and enter it", Create),
        new("/dm", "NAME [TEXT]", "talk to one person alone", Direct),
        new("/leave", "", "stop being a member of this room", _ => Leave()),
        new("/topic", "[TEXT]", "say what the room is about; alone, show it", Topic),
        new("/set", "WHAT VALUE", "change the room: name, mode, visibility, uploads, history, limit, slow, temporary, memory, tools", Set),
        new("/archive", "", "let nothing change in this room any more; /reopen opens it again", _ => Archive(isArchived: true)),
        new("/reopen", "", "open an archived room again", _ => Archive(isArchived: false)),
        new("/destroy", "NAME", "delete this room with everything in it; say its name to be sure", Destroy),
    ]);

    void List() => errands.Run(client.ListRoomsAsync, list =>
        desk.AddRows(_ => Listing.Rooms(list.Rooms, desk.Panes.Select(pane => pane.Id).ToHashSet(), desk.Current?.Id, client.User.Id)));

    void Join(string said)
    {
        if (said.Length == 0) desk.AddProblem("Which room? /rooms lists them; then /join ROOM.");
        else if (desk.Panes.FirstOrDefault(pane => string.Equals(pane.Name, said.TrimStart('#'), StringComparison.OrdinalIgnoreCase)) is { } open) desk.ShowWhenEntered(open);
        else errands.Run(client.ListRoomsAsync, list =>
        {
            if (RoomLookup.Find(list.Rooms, said) is { } found) entry.Enter(found.Id);
            else desk.AddProblem($"There is no room \"{said}\". /rooms lists them, /create {said} makes it.");
        });
    }

    void Create(string said)
    {
        const string Private = " private";
        var isPrivate = said.EndsWith(Private, StringComparison.OrdinalIgnoreCase);
        var name = isPrivate ? said[..^Private.Length].Trim() : said;
        if (name.Length == 0) desk.AddProblem("What shall it be called? /create NAME.");
        else errands.Run(stop => client.CreateRoomAsync(name, isPrivate ? Visibility.Private : null, stop: stop), made => entry.Enter(made.Room.Id));
    }

    void Direct(string said) => errands.Run(async stop =>
    {
        var (who, _, text) = await person.FindAsync(said, stop);
        var room = (await client.OpenDirectAsync(who, stop)).Room;
        await errands.TellAsync(() => entry.Enter(room.Id));
        if (text.Length > 0) await client.SendPrivateAsync(who, text, stop: stop);
    });

    void Leave() => InRoom(async (pane, stop) =>
    {
        await client.LeaveAsync(pane.Id, stop);
        await errands.TellAsync(() =>
        {
            // The server may have said so already.
            if (desk.Find(pane.Id) is null) return;
            desk.Close(pane.Id);
            desk.AddNote($"{pane.Name}: You have left.");
        });
    });

    void Topic(string said)
    {
        if (said.Length > 0) InRoom((pane, stop) => client.UpdateRoomAsync(new(pane.Id, Topic: said), stop));
        else if (desk.Current is { } pane) desk.AddNote(pane.State.Room?.Topic is { Length: > 0 } topic ? topic : "Nobody has said what this room is about. /topic TEXT does.");
    }

    void Set(string said) => InRoom((pane, stop) => client.UpdateRoomAsync(RoomSettings.Read(pane.Id, said), stop));

    void Archive(bool isArchived) => InRoom(async (pane, stop) =>
    {
        await client.ArchiveAsync(pane.Id, isArchived, stop);
        await errands.TellAsync(() => desk.AddNote($"{pane.Name} {(isArchived ? "is archived: it can be read, and changes no more. /reopen opens it again." : "is open again.")}"));
    });

    void Destroy(string said) => InRoom((pane, stop) => said == pane.Name
        ? client.DeleteRoomAsync(pane.Id, stop)
        : throw new Failure($"This deletes the room and everything in it. To be sure: /destroy {pane.Name}"));

    void InRoom(Func<RoomPane, CancellationToken, Task> act)
    {
        if (desk.Current is not { } pane) desk.AddProblem("You are in no room. /rooms lists them, /join ROOM enters one.");
        else errands.Run(async stop => await act(pane, stop));
    }
}
