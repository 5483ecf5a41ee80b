using Confab.Client;
using Confab.Protocol;

namespace Confab.Cli.Rooms.Signals;

/// <summary>How present one is: what one chose and, who chose to be online, whether anybody is at the keys.</summary>
sealed class OwnPresence(ConfabClient client, TimeProvider clock)
{
    /// <summary>Without a key for this long somebody who is online is away.</summary>
    static readonly TimeSpan AwayAfter = TimeSpan.FromMinutes(5);

    // Whoever connects is online and says nothing.
    static readonly (PresenceStatus Status, string Activity) s_fresh = (PresenceStatus.Online, "");

    (PresenceStatus Status, string Activity) _chosen = s_fresh;
    (PresenceStatus Status, string Activity) _told = s_fresh;
    long _lastKey = clock.GetTimestamp();

    /// <summary>What the others see.</summary>
    public PresenceStatus Status => _chosen.Status == PresenceStatus.Online && clock.GetElapsedTime(_lastKey) >= AwayAfter ? PresenceStatus.Away : _chosen.Status;

    public string Activity => _chosen.Activity;

    public void Choose(PresenceStatus status, string activity) => _chosen = (status, activity);

    public void KeyPressed() => _lastKey = clock.GetTimestamp();

    /// <summary>There is another connection, on which nothing was said yet.</summary>
    public void Reconnected() => _told = s_fresh;

    /// <summary>Says what has changed; call it often.</summary>
    public void Tell()
    {
        var now = (Status, Activity);
        if (now == _told || client.State is not ConnectionState.Open) return;
        _told = now;
        _ = client.PresenceAsync(now.Status, now.Activity);
    }
}
