using Confab.Inference.Catalog;
using Confab.Server.Replies;
using Microsoft.Extensions.AI;

namespace Confab.Server.Meaning;

/// <summary>
/// Turns texts into vectors by an embedding model, where one is loaded. No model is loaded for it, and a model that also writes
/// answers is left to them: whoever is being answered would wait for the slot that they hold.
/// </summary>
public sealed class Embedder(ModelCatalog models, ReplyQueue queue, TimeProvider clock, ILogger<Embedder> logger)
{
    const string Capability = "embeddings";

    /// <summary>How long a question waits for its vector; it is looked for by its words then.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(2), BehindPatience = TimeSpan.FromMinutes(1);

    /// <summary>Null where none is loaded.</summary>
    public Model? Model => models.List().FirstOrDefault(m => m.State == ModelState.Ready && m.Card.Can(Capability) && !m.Card.Writes);

    /// <summary>The vector of somebody's question; null where that takes too long or fails.</summary>
    public async Task<float[]?> EmbedAsync(Model model, string question, Asker asker, CancellationToken stop) =>
        await TryAsync(model, [question], ending => queue.EnterAsync(model, asker, (_, _) => { }, ending), Patience, stop) is [var vector] ? vector : null;

    /// <summary>Vectors made behind everybody who waits for the model; null where it gave way or failed.</summary>
    public async Task<IReadOnlyList<float[]>?> EmbedBehindAsync(Model model, IReadOnlyList<string> texts, CancellationToken stop)
    {
        using var giveWay = new CancellationTokenSource();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop, giveWay.Token);
        return await TryAsync(model, texts, either => queue.EnterBehindAsync(model, giveWay, either), BehindPatience, ending.Token, stop);
    }

    async Task<IReadOnlyList<float[]>?> TryAsync(
        Model model, IReadOnlyList<string> texts, Func<CancellationToken, Task<IDisposable>> enter, TimeSpan patience, CancellationToken ends, CancellationToken? stop = null)
    {
        using var deadline = new CancellationTokenSource(patience, clock);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(ends, deadline.Token);
        try
        {
            using var lease = await models.UseAsync(model, stop: ending.Token);
            using var turn = await enter(ending.Token);
            var generator = (IEmbeddingGenerator<string, Embedding<float>>?)model.Client.GetService(typeof(IEmbeddingGenerator<string, Embedding<float>>));
            if (generator is null) return null;
            return [.. (await generator.GenerateAsync(texts, cancellationToken: ending.Token)).Select(e => Vectors.OfLengthOne(e.Vector.Span))];
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            (stop ?? ends).ThrowIfCancellationRequested();
            return null;
        }
        catch (PromptTooLongException)
        {
            return texts.Count == 1 ? [[]] : null;
        }
        catch (Exception e) when (GenerationFaults.Explain(e) is not null)
        {
            logger.LogDebug(e, "{Model} made no embeddings", model.Id);
            return null;
        }
    }
}
