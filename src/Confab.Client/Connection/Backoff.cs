namespace Confab.Client.Connection;

/// <summary>How long to wait before the next try.</summary>
public static class Backoff
{
    static readonly TimeSpan Shortest = TimeSpan.FromSeconds(0.5);
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    /// <summary>Between half a second and a limit that doubles from 1 to 15 seconds, so that a thousand clients do not come back at once.</summary>
    /// <param name="failedTries">1 after the first failure.</param>
    /// <param name="random">0 to 1.</param>
    public static TimeSpan Delay(int failedTries, double random)
    {
        var limit = Shortest * Math.Pow(2, Math.Clamp(failedTries, 1, 16));
        if (limit > Longest) limit = Longest;
        return Shortest + (limit - Shortest) * Math.Clamp(random, 0, 1);
    }
}
