using Confab.Server.Operations;
using Confab.Server.Storage;

namespace Confab.Server.Files;

/// <summary>
/// Takes away files that nobody can reach any more: never sent, of a deleted message, of a deleted room, or left by an upload that
/// was killed. At start and every hour.
/// </summary>
sealed class SweepFiles(IAttachmentStore store, FileFolder folder, UploadOptions options, TimeProvider clock, ILogger<SweepFiles> logger)
    : Recurring(options.SweepEvery, clock, logger)
{
    const int Batch = 200;

    readonly TimeProvider _clock = clock;

    protected override async Task WorkAsync(CancellationToken stop)
    {
        while (await store.ForgetAbandonedAsync(_clock.GetUtcNow() - options.KeptUnsent, Batch) is { Count: > 0 } forgotten)
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
}
