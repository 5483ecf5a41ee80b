using Confab.Inference.Llama.Embeddings;

namespace Confab.Inference.Llama;

/// <summary>What a GGUF file says of itself, and what it would take to run it, without loading it.</summary>
public sealed record GgufCard
{
    /// <summary>llama.cpp's name of how the model is built, such as <c>llama</c> or <c>qwen3</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>The name that its makers gave it; null where they gave none.</summary>
    public required string? Name { get; init; }

    /// <summary>How many weights it has.</summary>
    public required long Parameters { get; init; }

    /// <summary>How the weights are stored, such as <c>Q4_K_M</c>; <c>unknown</c> where this program does not know the form.</summary>
    public required string Quantisation { get; init; }

    /// <summary>The tokens of context that it was trained for; 0 where the file does not say.</summary>
    public required int ContextLength { get; init; }

    /// <summary>Whether it can be given chat messages.</summary>
    public required bool HasChatTemplate { get; init; }

    /// <summary>Whether its template knows calls of tools in the form of <see cref="Tools.TaggedTools"/>.</summary>
    public required bool CallsTools { get; init; }

    /// <summary>How its makers pool embeddings.</summary>
    public required PoolingType Pooling { get; init; }

    /// <summary>Whether it makes embeddings and cannot answer.</summary>
    public required bool IsEmbeddingOnly { get; init; }

    /// <summary>The file's size in bytes, which is the memory of the weights.</summary>
    public required long FileBytes { get; init; }

    /// <summary>Bytes of the cache for all slots with the given options.</summary>
    public required long CacheBytes { get; init; }

    /// <summary>
    /// About how many bytes running it takes with the given options: weights, cache, and the working memory of one step.
    /// An estimate. Weights count once, though llama.cpp may hold them a second time in the processor's own form while the
    /// system still keeps the file's pages, which it gives up when memory is short; the embeddings of a model that also answers take more, once they are asked for.
    /// </summary>
    public required long MemoryBytes { get; init; }
}
