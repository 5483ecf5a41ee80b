namespace Confab.Server.Rooms.Keeping;

/// <summary>Asks for a sweep before its time. Asked again before it came, it comes once.</summary>
public sealed class SweepSignal
{
    readonly SemaphoreSlim _asked = new(0, 1);

    public void Ask()
    {
        try
        {
            _asked.Release();
        }
        catch (SemaphoreFullException)
        {
            // It will come already.
        }
    }

    public Task WaitAsync(CancellationToken stop) => _asked.WaitAsync(stop);
}
