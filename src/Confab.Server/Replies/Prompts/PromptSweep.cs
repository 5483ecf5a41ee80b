using Confab.Server.Storage;

namespace Confab.Server.Replies.Prompts;

/// <summary>Every hour: what answers were made of longer ago than that is kept, a piece at a time. One prompt takes many times the room of its answer.</summary>
public sealed class PromptSweep(IPromptStore prompts, ReplyOptions options, TimeProvider clock, ILogger<PromptSweep> logger) : BackgroundService
{
    public static readonly TimeSpan Every = TimeSpan.FromHours(1);

    /// <summary>Prompts that are removed in one transaction: a few milliseconds.</summary>
    const int Piece = 50;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        try
        {
            do
            {
                await TryAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is left goes after the next start.
        }
    }

    async Task TryAsync(CancellationToken stop)
    {
        try
        {
            while (await prompts.DropAsync(clock.GetUtcNow() - options.PromptsKept, Piece, stop) == Piece) { }
        }
        catch (StorageUnavailableException e)
        {
            logger.LogWarning("Prompts that are kept no longer could not be removed now: {Why}", e.Message);
        }
    }
}
