using Confab.Inference.Runs;
using Confab.Inference.Streaming.Events;

namespace Confab.Inference.Jobs;

/// <summary>A job at one moment.</summary>
public sealed record JobSnapshot
{
    /// <summary>The job's id.</summary>
    public required string Id { get; init; }

    /// <summary>Where it is in its life: pending until the generation begins, then streaming, then ended.</summary>
    public required RunState State { get; init; }

    /// <summary>All stages in their order.</summary>
    public required IReadOnlyList<StageSnapshot> Stages { get; init; }

    /// <summary>Of the whole job, 0 to 1. It never goes back, and is 1 only when the job is completed.</summary>
    public required double Progress { get; init; }

    /// <summary>When it was started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How long it runs or ran, the wait for its place included.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>
    /// How long the rest takes at the speed that was measured, if the answer becomes as long as
    /// <see cref="ExpectedTokens"/>; zero when it has ended, null while there is no measure.
    /// </summary>
    public TimeSpan? Eta { get; init; }

    /// <summary>The model that answers; null until that is known.</summary>
    public string? Model { get; init; }

    /// <summary>The tokens so far.</summary>
    public required int Tokens { get; init; }

    /// <summary>The tokens that progress and ETA reckon with: the prompt's limit, else the jobs' own assumption.</summary>
    public required int ExpectedTokens { get; init; }

    /// <summary>From the first piece to the last; null until there are two.</summary>
    public double? TokensPerSecond { get; init; }

    /// <summary>The answer when the job has ended, and what there was of it where it was cancelled or broke off; null before.</summary>
    public string? Text { get; init; }

    /// <summary>Usage, finish reason and times; null until the answer is complete.</summary>
    public GenerationEvent.Completed? Result { get; init; }

    /// <summary>The stage that runs, or that the job ended in.</summary>
    public JobStage Stage => Stages.LastOrDefault(stage => stage.State != StageState.Waiting)?.Stage ?? JobStage.Initialization;

    /// <summary>Why it did not complete; null where it did or still may.</summary>
    public Exception? Error => Stages.FirstOrDefault(stage => stage.State == StageState.Failed)?.Error;
}
