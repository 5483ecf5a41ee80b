namespace Confab.Inference.Runs;

/// <summary>Wakes everybody who waits for a change. Who takes <see cref="Next"/> before looking misses none.</summary>
sealed class Pulse
{
    TaskCompletionSource _next = Create();

    public Task Next => Volatile.Read(ref _next).Task;

    public void Signal() => Interlocked.Exchange(ref _next, Create()).TrySetResult();

    static TaskCompletionSource Create() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
