namespace Confab.Inference.Network;

/// <summary>Waits for the network, but not for ever.</summary>
static class Patience
{
    /// <summary>Waits until the wait ends, the limit is over, or the caller gives up.</summary>
    /// <exception cref="TimeoutException">The limit was over first.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public static async Task<T> WaitAsync<T>(
        Func<CancellationToken, Task<T>> wait, TimeSpan limit, TimeProvider time, CancellationToken stop)
    {
        using var over = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, stop);
        try
        {
            return await wait(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (over.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            throw new TimeoutException($"nothing came for {limit.TotalSeconds:0.#} s", e);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Whoever catches this compares tokens: it is theirs, not the one made here.
            throw new OperationCanceledException(stop);
        }
    }
}
