using Confab.Inference.Engines.Remote;

namespace Confab.Inference.Resilience;

/// <summary>When and how often a failed attempt is made again.</summary>
public sealed record RetryOptions
{
    /// <summary>Attempts in all, the first included: 1 to 20. 1 means that nothing is tried again.</summary>
    public int Attempts { get; init; } = 3;

    /// <summary>The wait after the first failure, above zero; it doubles with every further one.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The longest wait, at least <see cref="FirstDelay"/>. Where the failure itself asks for a longer one, the attempt is
    /// not made again: the caller learns of it at once.
    /// </summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether waits are varied at random, so that callers who failed together do not come back together.</summary>
    public bool UseJitter { get; init; } = true;

    /// <summary>How long one attempt may take to its first piece, or, where it is not streamed, to its whole answer; above zero.</summary>
    public TimeSpan AttemptDeadline { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Which failures may pass by themselves. Never asked about the caller's own cancellation.</summary>
    public Func<Exception, bool> IsTransient { get; init; } = Transient.Is;

    /// <summary>
    /// How long a failure asks to wait, for example from an endpoint's Retry-After header; null where it does not say,
    /// and the wait is then as the other options have it.
    /// </summary>
    public Func<Exception, TimeSpan?> RetryAfter { get; init; } = failure => (failure as RemoteModelException)?.RetryAfter;

    /// <summary>Told of every failure that is followed by another attempt, before the wait; it must not throw.</summary>
    public Action<FailedAttempt>? OnRetry { get; init; }

    internal void Validate()
    {
        Require(Attempts is >= 1 and <= 20, Attempts, nameof(Attempts), "1 to 20");
        Require(FirstDelay > TimeSpan.Zero, FirstDelay, nameof(FirstDelay), "above zero");
        Require(LongestDelay >= FirstDelay && LongestDelay <= TimeSpan.FromDays(1), LongestDelay, nameof(LongestDelay), $"{nameof(FirstDelay)} to one day");
        Require(AttemptDeadline > TimeSpan.Zero, AttemptDeadline, nameof(AttemptDeadline), "above zero");
    }

    static void Require(bool holds, object value, string option, string rule)
    {
        if (!holds) throw new ArgumentOutOfRangeException(option, value, $"{option} must be {rule}.");
    }
}
