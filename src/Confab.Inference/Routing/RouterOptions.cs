namespace Confab.Inference.Routing;

/// <summary>How a router chooses and how long it waits.</summary>
public sealed record RouterOptions
{
    /// <summary>How models are chosen for requests that name neither a model nor a strategy. Null: the catalog's default model, the others in its place only.</summary>
    public RoutingStrategy? Strategy { get; init; } = RoutingStrategy.Balanced;

    /// <summary>How many models may be tried for one request.</summary>
    public int Attempts { get; init; } = 3;

    /// <summary>How long a model may think before its first piece; then the next one is tried.</summary>
    public TimeSpan FirstTokenDeadline { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>How long an answer may take from its first piece to its last.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>After how many failures in a row a model is left alone for a while.</summary>
    public int FailuresToOpen { get; init; } = 3;

    /// <summary>How long a failing model is left alone; doubled with every failed trial, up to <see cref="LongestBreak"/>.</summary>
    public TimeSpan Break { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest time that a failing model is left alone.</summary>
    public TimeSpan LongestBreak { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Answers to measure before a model's speed counts; until then it counts as the fastest, so that it gets a trial.</summary>
    public int FairTrials { get; init; } = 2;

    /// <summary>The chance of <see cref="RoutingStrategy.Random"/>; <see cref="Random.Shared"/> where null.</summary>
    public Random? Chance { get; init; }
}
