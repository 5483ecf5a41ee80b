namespace Confab.Inference.Runs;

/// <summary>So many run and wait already that no further one is taken. Nothing was started; try again later.</summary>
public sealed class TooManyRunsException(int mostRunning, int mostWaiting)
    : InvalidOperationException($"{mostRunning} are running and {mostWaiting} are waiting already; wait for one to end, or cancel one.");
