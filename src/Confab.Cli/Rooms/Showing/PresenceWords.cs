using Confab.Cli.Terminal.Text;
using Confab.Protocol;

namespace Confab.Cli.Rooms.Showing;

/// <summary>How present somebody is, in words.</summary>
static class PresenceWords
{
    public static string Of(Member member)
    {
        if (member.Status == PresenceStatus.Offline) return member.LastSeen is { } seen ? $"last seen {seen.ToLocalTime():d MMM HH:mm}" : "offline";
        var status = member.Status.ToString().ToLowerInvariant();
        return member.Activity is { Length: > 0 } activity ? $"{status}, {SafeText.CleanLine(activity)}" : status;
    }
}
