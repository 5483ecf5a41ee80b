using Confab.Protocol;
using Confab.Server.Assistants;

namespace Confab.Server.Replies;

/// <summary>When an assistant may answer in a room, and what looks as if somebody asked.</summary>
static class Manners
{
    static readonly string[] InvitingWords = ["help", "explain", "how", "why", "what", "assistant", "bot", "ai"];

    /// <summary>The lesser of what the room and the assistant allow. Between two people it answers who names it, unless they want more.</summary>
    public static AssistantMode ModeOf(Room room, Assistant assistant)
    {
        var mode = room is { Kind: RoomKind.Direct, AssistantMode: AssistantMode.Smart } ? AssistantMode.Mention : room.AssistantMode;
        return assistant.Mode is { } own && own < mode ? own : mode;
    }

    public static bool LooksLikeAQuestion(string content) =>
        content.TrimEnd().EndsWith('?')
        || content.Split([' ', ',', '.', '!', '\n'], 2, StringSplitOptions.RemoveEmptyEntries) is [var first, ..]
           && InvitingWords.Contains(first, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether one of an assistant's own words stands in a text, as a word.</summary>
    public static bool Triggers(Assistant assistant, string content) => assistant.Triggers.Any(trigger => HasWord(content, trigger));

    static bool HasWord(string content, string word)
    {
        for (var at = content.IndexOf(word, StringComparison.OrdinalIgnoreCase); at >= 0; at = content.IndexOf(word, at + 1, StringComparison.OrdinalIgnoreCase))
            if ((at == 0 || !char.IsLetterOrDigit(content[at - 1])) && (at + word.Length == content.Length || !char.IsLetterOrDigit(content[at + word.Length]))) return true;
        return false;
    }
}
