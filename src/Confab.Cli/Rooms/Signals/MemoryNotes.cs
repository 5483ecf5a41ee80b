using Confab.Cli.Rooms.Showing;
using Confab.Client;
using Confab.Protocol;

namespace Confab.Cli.Rooms.Signals;

/// <summary>Tells in a quiet line what an assistant remembers now, with the command that has it forgotten, and what it has forgotten.</summary>
sealed class MemoryNotes(RoomDesk desk, Memories memories)
{
    const int MostTold = 5;

    public void Hear(ClientEvent heard)
    {
        if (heard is not ClientEvent.Heard { Frame: MemoryChanged changed }) return;
        var who = NameOf(changed.AssistantId) + In(changed.RoomId);
        var told = changed.Remembered.Select(memory => (Number: memories.Put(memory.Id, changed.AssistantId, memory.Content), memory.Content)).ToList();
        foreach (var (number, content) in told.Take(MostTold)) desk.AddRows(width => MemoryRows.Remembered(who, content, number, width));
        if (told.Count > MostTold) desk.AddNote($"{who} remembers {told.Count - MostTold} more; /memory lists them.");
        foreach (var gone in changed.Forgotten.Select(memories.Find).OfType<Memories.Known>().Take(MostTold)) desk.AddNote($"{who} has forgotten: {gone.Content}");
    }

    string NameOf(UserId assistant) =>
        desk.Panes.Select(pane => pane.State.Find(assistant)?.Name).FirstOrDefault(name => name is not null) ?? "An assistant";

    // Of what came of another room than the one that is shown.
    string In(RoomId? room) => room is { } there && there != desk.Current?.Id && desk.Find(there) is { } pane ? $" in {pane.Name}" : "";
}
