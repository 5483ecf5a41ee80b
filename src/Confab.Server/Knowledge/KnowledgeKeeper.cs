using Confab.Server.Assistants;
using Confab.Server.Meaning;
using Confab.Server.Storage;

namespace Confab.Server.Knowledge;

/// <summary>
/// Keeps the index as the folders are: looks at them every few seconds, and reads again what changed. A look costs the size and the time
/// of each file, and works on every kind of drive. Pieces get their vectors behind everybody, once an embedding model is there.
/// </summary>
public sealed class KnowledgeKeeper(IKnowledgeStore store, AssistantList assistants, Embedder embedder, TimeProvider clock, ILogger<KnowledgeKeeper> logger) : BackgroundService
{
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    const int MostEmbeddedAtOnce = 16;

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
            // What was not read yet is read at the next start.
        }
    }

    /// <summary>Brings the index of one assistant to what its folder holds now.</summary>
    public async Task RefreshAsync(Assistant assistant, CancellationToken stop)
    {
        if (KnowledgeIndex.FolderOf(assistant) is not { } folder) return;
        var there = KnowledgeFolder.List(folder);
        var known = (await store.ReadFilesAsync(assistant.Id, stop)).ToDictionary(f => f.Path);
        var gone = known.Keys.Except(there.Select(f => f.Path)).ToList();
        if (gone.Count > 0) await store.RemoveAsync(assistant.Id, gone);
        foreach (var file in there.Where(f => known.GetValueOrDefault(f.Path) != f))
        {
            stop.ThrowIfCancellationRequested();
            // One that cannot be read is kept with nothing in it, so that it is not tried again until it changes.
            await store.PutAsync(assistant.Id, file, KnowledgeFolder.Read(folder, file.Path) is { } text ? Pieces.Of(file.Path, text) : []);
        }
    }

    async Task TryAsync(CancellationToken stop)
    {
        try
        {
            var learned = assistants.All.Where(a => KnowledgeIndex.FolderOf(a) is not null).ToList();
            foreach (var assistant in learned) await RefreshAsync(assistant, stop);
            await store.KeepOnlyAsync([.. learned.Select(a => a.Id)]);
            while (embedder.Model is { } model && await store.ReadWithoutEmbeddingAsync(model.Id, MostEmbeddedAtOnce, stop) is { Count: > 0 } bare)
            {
                var made = await EmbeddingBatch.MakeAsync(embedder, model, bare, p => p.Heading is null ? p.Content : $"{p.Heading}\n{p.Content}", stop);
                if (made is null) return;
                await store.SetEmbeddingsAsync(model.Id, [.. made.Select(m => new EmbeddedPiece(m.One, m.Vector))]);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or StorageUnavailableException)
        {
            logger.LogWarning("The assistants' documents are read later: {Why}", e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            logger.LogError(e, "The assistants' documents could not be read");
        }
    }
}
