namespace Confab.Inference.Jobs;

/// <summary>One stage of a job at one moment.</summary>
/// <param name="Stage">Which stage.</param>
/// <param name="State">Where it is.</param>
/// <param name="Progress">0 to 1; only the generation has anything in between.</param>
/// <param name="Elapsed">How long it runs or ran; null before its turn.</param>
/// <param name="Error">Why the job ended in it; null where it did not.</param>
public sealed record StageSnapshot(JobStage Stage, StageState State, double Progress, TimeSpan? Elapsed, Exception? Error);
