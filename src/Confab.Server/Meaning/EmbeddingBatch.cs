using Confab.Inference.Catalog;

namespace Confab.Server.Meaning;

/// <summary>Vectors for several things. Where the model refuses them together, because one is too long for it, each is asked for alone.</summary>
static class EmbeddingBatch
{
    /// <summary>An empty vector for what cannot be embedded; null where the model gave way or failed.</summary>
    public static async Task<IReadOnlyList<(T One, float[] Vector)>?> MakeAsync<T>(Embedder embedder, Model model, IReadOnlyList<T> all, Func<T, string> text, CancellationToken stop)
    {
        if (await embedder.EmbedBehindAsync(model, [.. all.Select(text)], stop) is { } vectors) return [.. all.Zip(vectors)];
        var made = new List<(T, float[])>();
        foreach (var one in all)
        {
            if (await embedder.EmbedBehindAsync(model, [text(one)], stop) is not [var vector]) break;
            made.Add((one, vector));
        }
        return made.Count > 0 ? made : null;
    }
}
