using Confab.Server.Storage;

namespace Confab.Server.Files;

/// <summary>
/// Takes away files that nobody can reach any more: never sent, of a deleted message, of a deleted room, or left by an upload that
/// was killed. At start and every hour.
/// </summary>
sealed class SweepFiles(IAttachmentStore store, FileFolder folder, UploadOptions options, TimeProvider clock, ILogger<SweepFiles> logger) : BackgroundService
{
    const int Batch = 200;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(options.SweepEvery, clock);
        try
        {
            do await SweepAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next start goes on.
        }
    }

    async Task SweepAsync(CancellationToken stop)
    {
        try
        {
            while (await store.ForgetAbandonedAsync(clock.GetUtcNow() - options.KeptUnsent, Batch) is { Count: > 0 } forgotten)
            {
                foreach (var id in forgotten) folder.Delete(id);
                stop.ThrowIfCancellationRequested();
            }
            foreach (var files in folder.All().Chunk(Batch))
            {
                var known = await store.ReadKnownAsync([.. files.Select(f => f.Id).Distinct()], stop);
                foreach (var (path, id) in files)
                    if (!known.Contains(id) || path.EndsWith(".tmp", StringComparison.Ordinal)) File.Delete(path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or StorageUnavailableException)
        {
            logger.LogWarning(e, "Files that nobody can reach could not all be removed; that is tried again in {Time}", options.SweepEvery);
        }
    }
}
