using Confab.Server.Meaning;
using Confab.Server.Operations;
using Confab.Server.Storage;

namespace Confab.Server.Memory;

/// <summary>Gives memories their vectors, in the background and behind everybody, once an embedding model is there.</summary>
public sealed class MemoryEmbeddings(IMemoryStore store, Embedder embedder, TimeProvider clock, ILogger<MemoryEmbeddings> logger) : Recurring(Every, clock, logger)
{
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    const int MostAtOnce = 16;

    protected override async Task WorkAsync(CancellationToken stop)
    {
        while (embedder.Model is { } model && await store.ReadWithoutEmbeddingAsync(model.Id, MostAtOnce, stop) is { Count: > 0 } bare)
        {
            var made = await EmbeddingBatch.MakeAsync(embedder, model, bare, m => m.Content, stop);
            if (made is null) return;
            await store.SetEmbeddingsAsync(model.Id, [.. made.Select(m => new EmbeddedMemory(m.One, m.Vector))]);
        }
    }
}
