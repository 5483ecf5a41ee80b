using System.Globalization;
using Confab.Cli.CommandLine;
using Confab.Cli.Rooms.Showing;
using Confab.Cli.Terminal.Chat;
using Confab.Client;
using Confab.Client.Memory;

namespace Confab.Cli.Rooms.Commands;

/// <summary>What assistants remember: read it, correct it, have it forgotten, take it along.</summary>
sealed class MemoryCommands(ConfabClient client, RoomDesk desk, Errands errands, AssistantChoice assistants, Memories memories, Action<string> say)
{
    const string Sure = "all yes";

    public SlashCommandGroup Group => new("Memory, by the numbers of /memory",
    [
        new("/memory", "[WORDS]", "what assistants remember of you and your rooms; words search. Also: edit N TEXT, export FILE, import FILE, off or on [ASSISTANT]", Memory),
        new("/remember", "[@WHO] TEXT", "have an assistant remember something", Remember),
        new("/forget", "N | all", "have it forgotten; it does not come back", Forget),
    ]);

    void Memory(string said)
    {
        var parts = said.Split(' ', 2);
        var rest = parts.Length > 1 ? parts[1].Trim() : "";
        switch (parts[0].ToLowerInvariant())
        {
            case "edit" when MessageChoice.Split(rest) is { Number: { } number, Words: { Length: > 0 } words }: Edit(number, words); break;
            case "export" when rest.Length > 0: Export(rest); break;
            case "import" when rest.Length > 0: Import(rest); break;
            case "on" or "off" when rest.IndexOf(' ') < 0: Switch(rest, isOn: parts[0].Equals("on", StringComparison.OrdinalIgnoreCase)); break;
            default: List(said); break;
        }
    }

    void List(string words) => errands.Run(async stop =>
    {
        var page = await client.ListMemoriesAsync(new(Words: words.Length > 0 ? words : null), stop);
        var all = (await client.ListAssistantsAsync(stop)).Assistants.ToDictionary(one => one.Id, one => one.Name);
        var off = (await client.ReadMemorySwitchesAsync(stop)).Off;
        await errands.TellAsync(() =>
        {
            var found = page.Memories.Select(memory => (memories.Put(memory.Id, memory.AssistantId, memory.Content), memory)).ToList();
            if (found.Count == 0) desk.AddNote(words.Length > 0 ? $"Nothing that is remembered has \"{words}\" in it." : $"Nothing is remembered. Say \"@{Handle} remember that …\", or /remember …");
            desk.AddRows(width => MemoryRows.List(found, all, room => desk.Find(room)?.Name, client.User.Id, width));
            if (page.HasMore) desk.AddNote("There is more: /memory WORDS finds it.");
            foreach (var assistant in off.Where(all.ContainsKey)) desk.AddNote($"{all[assistant]} is not to remember you; /memory on {all[assistant]} lets it.");
        });
    });

    void Edit(long number, string words) => errands.Run(async stop => await client.EditMemoryAsync(Require(number).Id, new MemoryEdit(words), stop));

    void Export(string path) => errands.Run(async stop =>
    {
        var assistant = await assistants.FindAsync("", stop);
        var full = FilePath.Full(path);
        await using (var file = new FileStream(full, FileMode.CreateNew, FileAccess.Write)) await client.ExportMemoriesAsync(file, assistant.Id, stop);
        await errands.TellAsync(() => desk.AddNote($"What {assistant.Name} remembers about you is in {full}."));
    });

    void Import(string path) => errands.Run(async stop =>
    {
        var assistant = await assistants.FindAsync("", stop);
        await using var file = new FileStream(FilePath.Full(path), FileMode.Open, FileAccess.Read, FileShare.Read);
        var done = await client.ImportMemoriesAsync(file, assistant.Id, stop);
        await errands.TellAsync(() => desk.AddNote($"{assistant.Name} has {done.Imported} new memories{(done.PassedOver > 0 ? $"; {done.PassedOver} were there already or could not be read" : "")}."));
    });

    void Switch(string handle, bool isOn) => errands.Run(async stop =>
    {
        var assistant = await assistants.FindAsync(handle, stop);
        await client.SwitchMemoryAsync(assistant.Id, isOn, stop);
        await errands.TellAsync(() => desk.AddNote(isOn ? $"{assistant.Name} may remember you." : $"{assistant.Name} remembers nothing more of you, and recalls nothing for you. /forget all also has it forget."));
    });

    void Remember(string said)
    {
        var parts = said.Split(' ', 2);
        var (handle, text) = said.StartsWith('@') && parts.Length > 1 ? (parts[0][1..], parts[1].Trim()) : (Handle, said);
        if (text.Length == 0) desk.AddProblem("What shall be remembered? /remember TEXT.");
        else say($"@{handle} remember that {(text.StartsWith("that ", StringComparison.OrdinalIgnoreCase) ? text[5..] : text)}");
    }

    void Forget(string said)
    {
        if (said.Equals(Sure, StringComparison.OrdinalIgnoreCase)) errands.Run(stop => client.ForgetAllAsync(stop: stop), count => desk.AddNote(count == 1 ? "1 memory is forgotten." : $"{count} memories are forgotten."));
        else if (said.Equals("all", StringComparison.OrdinalIgnoreCase)) desk.AddNote($"Every assistant forgets everything about you, for good. To be sure: /forget {Sure}");
        else errands.Run(async stop =>
        {
            if (!int.TryParse(said.TrimStart('#'), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) throw new Failure("Which one? /forget N, by the number of /memory, or /forget all.");
            await client.ForgetAsync(Require(number).Id, stop);
        });
    }

    Memories.Known Require(long number) => memories.Find((int)Math.Min(number, int.MaxValue)) ?? throw new Failure($"There is no memory {number} here. /memory lists them.");

    string Handle => assistants.First is { } first ? Addressing.HandleOf(first) : "AIBot";
}
