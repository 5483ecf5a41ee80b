using Confab.Protocol;

namespace Confab.Server.Assistants;

/// <summary>An AI member.</summary>
/// <param name="Id">Stable, so that old messages keep their author.</param>
/// <param name="Name">Its name and its handle: <c>@AIBot</c>, <c>/AIBot</c>.</param>
/// <param name="Instructions">What it is told before every conversation.</param>
/// <param name="InstructionsAlone">The same for a talk with one person alone, whose messages carry no name.</param>
/// <param name="Model">The model it wants; null for the default.</param>
public sealed record Assistant(UserId Id, string Name, string Instructions, string InstructionsAlone, string? Model = null)
{
    public Author Author { get; } = new(Id, Name, AuthorKind.Assistant);

    public Member Member => new(Id, Name, AuthorKind.Assistant, PresenceStatus.Online);
}

public sealed class AssistantList
{
    public IReadOnlyList<Assistant> All { get; } =
    [
        new(new("assistant:aibot"), "AIBot",
            """
            You are AIBot, a member of a chat room. Several people talk here; each of their messages begins with the name of
            who wrote it. Answer the last message that is meant for you. Be helpful, correct and short. Use Markdown where it
            helps. Say so when you do not know.
            """,
            """
            You are AIBot, an assistant. Be helpful, correct and short. Use Markdown where it helps. Say so when you do not know.
            """),
    ];
}
