using Confab.Cli.CommandLine;
using Confab.Client;
using Confab.Client.Assistants;
using Confab.Protocol;

namespace Confab.Cli.Rooms.Commands;

/// <summary>Which assistant a command means: its handle, with or without <c>@</c>; without one, the first of the room.</summary>
sealed class AssistantChoice(ConfabClient client, RoomDesk desk)
{
    /// <summary>The first of the room that is shown.</summary>
    public Member? First => desk.Current is not { } pane ? null
        : pane.State.Room?.Assistants?.Select(pane.State.Find).FirstOrDefault(member => member is not null) ?? Addressing.Assistants(pane.State.Members).FirstOrDefault();

    /// <summary>An assistant of the server.</summary>
    /// <exception cref="Failure">There is none of this handle.</exception>
    public async Task<AssistantInfo> FindAsync(string said, CancellationToken stop)
    {
        var word = said.Trim().TrimStart('@', '/');
        var all = (await client.ListAssistantsAsync(stop)).Assistants;
        if (word.Length == 0) return all.FirstOrDefault(one => one.Id == First?.Id) ?? throw new Failure("Which assistant? Give its handle; /assistants lists them.");
        return all.FirstOrDefault(one => Is(one.Handle, word)) ?? all.FirstOrDefault(one => Is(one.Name, word))
            ?? throw new Failure($"There is no assistant \"{word}\". /assistants lists them.");
    }

    static bool Is(string name, string word) => name.Equals(word, StringComparison.OrdinalIgnoreCase);
}
