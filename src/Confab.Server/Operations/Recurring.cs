using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Operations;

/// <summary>Work that is done at the start and again and again, behind everybody. What failed is tried the next time.</summary>
public abstract class Recurring(TimeSpan every, TimeProvider clock, ILogger logger) : BackgroundService
{
    /// <summary>What is left when the server stops is for the next start.</summary>
    protected abstract Task WorkAsync(CancellationToken stop);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Nobody's start waits for it.
        await Task.Yield();
        using var timer = new PeriodicTimer(every, clock);
        try
        {
            do
            {
                await TryAsync(WorkAsync, stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    protected async Task TryAsync(Func<CancellationToken, Task> work, CancellationToken stop)
    {
        try
        {
            await work(stop);
        }
        catch (Exception e) when (e is StorageUnavailableException or RequestRefused or IOException or UnauthorizedAccessException)
        {
            logger.LogWarning("{Work} goes on later: {Why}", GetType().Name, e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            logger.LogError(e, "{Work} failed; it is tried again in {Time}", GetType().Name, every);
        }
    }
}
