using Confab.Protocol;

namespace Confab.Server.Assistants;

public sealed class AssistantList
{
    /// <summary>The one that is in a room where nobody chose.</summary>
    public static readonly UserId Default = new("assistant:aibot");

    public IReadOnlyList<Assistant> All { get; } =
    [
        new(Default, "AIBot", "AIBot", "You are AIBot, an assistant. Be helpful, correct and short. Use Markdown where it helps. Say so when you do not know."),
    ];
}
