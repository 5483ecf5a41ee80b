using Confab.Cli.Terminal.Text;
using Confab.Protocol;

namespace Confab.Cli.Rooms.Showing;

/// <summary>A change to a message that has gone off the screen, in a line: there it cannot be shown any more.</summary>
static class ChangeNote
{
    public static string? Of(Message before, Message now)
    {
        var which = $"{now.Seq} \"{Excerpt.Of(before)}\"";
        var name = SafeText.CleanLine(now.Author.Name);
        if (now.DeletedAt is not null && before.DeletedAt is null) return $"✗ {name}'s message {which} was deleted";
        if (now.Content != before.Content) return $"✎ {name} changed {which} to: {SafeText.Clean(now.Content)}";
        if (New(before, now) is { } reaction) return $"{SafeText.CleanLine(reaction.Emoji)} {reaction.Count} on {name}'s {which}";
        if (now.Thread?.Replies > (before.Thread?.Replies ?? 0)) return $"↳ {name}'s {which} has {(now.Thread.Replies == 1 ? "a reply" : $"{now.Thread.Replies} replies")}; /thread {now.Seq} opens them";
        return null;
    }

    static Reaction? New(Message before, Message now) =>
        now.Reactions?.FirstOrDefault(reaction => reaction.Count > (before.Reactions?.FirstOrDefault(known => known.Emoji == reaction.Emoji)?.Count ?? 0));
}
