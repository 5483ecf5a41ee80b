using System.Threading.Channels;
using Confab.Server.Storage;

namespace Confab.Server.Fanout;

/// <summary>Says that there is something to do, however often it is said before that is done.</summary>
public sealed class Signal
{
    readonly Channel<bool> _raised = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Raise() => _raised.Writer.TryWrite(true);

    public async Task WaitAsync(CancellationToken stop) => await _raised.Reader.ReadAsync(stop);
}

/// <summary>Work that many ask for and one does: at once after a pause, else once in an interval, for all who asked meanwhile.</summary>
public abstract class PacedWork(Signal asked, TimeSpan every, TimeProvider clock, ILogger logger) : BackgroundService
{
    protected abstract Task WorkAsync();

    protected void Ask() => asked.Raise();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await asked.WaitAsync(stoppingToken);
                await TryAsync();
                await Task.Delay(every, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What was asked for last is done still.
            await TryAsync();
        }
    }

    async Task TryAsync()
    {
        try
        {
            await WorkAsync();
        }
        catch (StorageUnavailableException e)
        {
            logger.LogWarning("{Work} waits for the storage: {Why}", GetType().Name, e.Message);
        }
        catch (Exception e)
        {
            logger.LogError(e, "{Work} failed; it is tried again with what comes next", GetType().Name);
        }
    }
}
