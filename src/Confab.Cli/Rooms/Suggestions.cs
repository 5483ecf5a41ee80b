using Confab.Protocol;

namespace Confab.Cli.Rooms;

/// <summary>What one might say next, where one is.</summary>
static class Suggestions
{
    /// <summary>As they are said here: to the assistant by name, where it does not answer everything.</summary>
    public static IReadOnlyList<string> Of(Talk talk)
    {
        var state = talk.Pane.State;
        if (state.Suggestions is not { } standing || talk.Backwards.FirstOrDefault(message => message.Id == standing.MessageId) is not { } answer) return [];
        if (state.Room is { Kind: RoomKind.Chat } or { AssistantMode: AssistantMode.All }) return standing.Items;
        var handle = state.Find(answer.Author.Id) is { } assistant ? Addressing.HandleOf(assistant) : answer.Author.Name;
        return [.. standing.Items.Select(item => $"@{handle} {item}")];
    }
}
