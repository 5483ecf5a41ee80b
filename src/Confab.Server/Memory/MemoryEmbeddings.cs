using Confab.Server.Meaning;
using Confab.Server.Storage;

namespace Confab.Server.Memory;

/// <summary>Gives memories their vectors, in the background and behind everybody, once an embedding model is there.</summary>
public sealed class MemoryEmbeddings(IMemoryStore store, Embedder embedder, TimeProvider clock, ILogger<MemoryEmbeddings> logger) : BackgroundService
{
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    const int MostAtOnce = 16;

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
            // Those without one are found the next time.
        }
    }

    async Task TryAsync(CancellationToken stop)
    {
        try
        {
            while (embedder.Model is { } model && await store.ReadWithoutEmbeddingAsync(model.Id, MostAtOnce, stop) is { Count: > 0 } bare)
            {
                var made = await EmbeddingBatch.MakeAsync(embedder, model, bare, m => m.Content, stop);
                if (made is null) return;
                await store.SetEmbeddingsAsync(model.Id, [.. made.Select(m => new EmbeddedMemory(m.One, m.Vector))]);
            }
        }
        catch (StorageUnavailableException e)
        {
            logger.LogWarning("Memories get their vectors later: {Why}", e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            logger.LogError(e, "Memories could not get their vectors");
        }
    }
}
