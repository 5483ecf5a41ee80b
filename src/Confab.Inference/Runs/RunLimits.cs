namespace Confab.Inference.Runs;

/// <summary>How much may run, wait and be remembered.</summary>
public sealed record RunLimits
{
    /// <summary>How many run at once, 1 or more. More than the model has slots only wait inside the engine.</summary>
    public int MostRunning { get; init; } = 8;

    /// <summary>How many wait for a place, 0 or more; further ones are refused.</summary>
    public int MostWaiting { get; init; } = 100;

    /// <summary>How many ended ones are remembered, 0 or more; the oldest are forgotten first.</summary>
    public int MostKept { get; init; } = 100;

    /// <summary>How long an ended one is remembered, zero or more.</summary>
    public TimeSpan KeepFor { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long one may run, above zero; the wait for a place does not count.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(10);

    internal void Validate()
    {
        Require(MostRunning >= 1, MostRunning, nameof(MostRunning), "1 or more");
        Require(MostWaiting >= 0, MostWaiting, nameof(MostWaiting), "0 or more");
        Require(MostKept >= 0, MostKept, nameof(MostKept), "0 or more");
        Require(KeepFor >= TimeSpan.Zero, KeepFor, nameof(KeepFor), "zero or more");
        Require(Deadline > TimeSpan.Zero, Deadline, nameof(Deadline), "above zero");
    }

    static void Require(bool holds, object value, string limit, string rule)
    {
        if (!holds) throw new ArgumentOutOfRangeException(limit, value, $"{limit} must be {rule}.");
    }
}
