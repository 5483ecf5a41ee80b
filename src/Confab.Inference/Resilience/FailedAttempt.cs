namespace Confab.Inference.Resilience;

/// <summary>An attempt that failed and is made again.</summary>
/// <param name="Number">Which attempt failed, from 1.</param>
/// <param name="Delay">The wait before the next one.</param>
/// <param name="Reason">Why it failed.</param>
public sealed record FailedAttempt(int Number, TimeSpan Delay, Exception Reason);
