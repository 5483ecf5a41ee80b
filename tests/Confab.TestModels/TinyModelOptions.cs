namespace Confab.TestModels;

/// <summary>The shape of a tiny model with random weights.</summary>
public sealed record TinyModelOptions
{
    /// <summary>The same seed gives the same file on every machine.</summary>
    public ulong Seed { get; init; } = 42;

    public int Layers { get; init; } = 2;

    /// <summary>Width of the model; a multiple of 32 and of <see cref="Heads"/>.</summary>
    public int Width { get; init; } = 64;

    public int Heads { get; init; } = 4;

    public int KvHeads { get; init; } = 2;

    public int FeedForward { get; init; } = 128;

    public int ContextLength { get; init; } = 4096;

    public WeightType Weights { get; init; } = WeightType.F32;

    /// <summary>
    /// Greedy decoding gives readable words for ever: never a control token, never half a character, never the end.
    /// </summary>
    public bool PrintableOnly { get; init; }

    /// <summary>The chat template; null leaves it out.</summary>
    public string? ChatTemplate { get; init; } = TinyModel.ChatMl;

    /// <summary>What the file says its architecture is.</summary>
    public string Architecture { get; init; } = "llama";

    /// <summary>How embeddings are pooled, by llama.h's numbers (1 mean, 2 first, 3 last, 4 rank); null leaves it out.</summary>
    public int? PoolingType { get; init; }

    /// <summary>What the file says its weights are stored as, by llama.h's numbers; null leaves it out.</summary>
    public int? FileType { get; init; }

    /// <summary>Metadata keys and tensor names to leave out, for files that are meant to be broken.</summary>
    public IReadOnlySet<string> Omit { get; init; } = new HashSet<string>();
}
