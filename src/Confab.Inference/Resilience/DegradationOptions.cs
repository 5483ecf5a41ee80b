namespace Confab.Inference.Resilience;

/// <summary>What is tried when a request fails, and when.</summary>
public sealed record DegradationOptions
{
    /// <summary>
    /// The levels in their order, at least one; each weakens the options of the one before. The first is usually
    /// <see cref="DegradationLevel.AsAsked"/>.
    /// </summary>
    public IReadOnlyList<DegradationLevel> Levels { get; init; } =
        [DegradationLevel.AsAsked, DegradationLevel.Shorter, DegradationLevel.Cooler, DegradationLevel.Minimal];

    /// <summary>How long one level may take to its first piece, or, where it is not streamed, to its whole answer; above zero.</summary>
    public TimeSpan LevelDeadline { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// For which failures asking for less may help. By default all but bad arguments: they must be put right by the
    /// caller. Never asked about the caller's own cancellation.
    /// </summary>
    public Func<Exception, bool> MayHelp { get; init; } = failure => failure is not ArgumentException;

    /// <summary>Told of every level that failed and is followed by another; it must not throw.</summary>
    public Action<FailedLevel>? OnDegraded { get; init; }

    internal void Validate()
    {
        if (Levels is not { Count: > 0 }) throw new ArgumentOutOfRangeException(nameof(Levels), $"{nameof(Levels)} must hold at least one level.");
        if (LevelDeadline <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(LevelDeadline), LevelDeadline, $"{nameof(LevelDeadline)} must be above zero.");
    }
}
