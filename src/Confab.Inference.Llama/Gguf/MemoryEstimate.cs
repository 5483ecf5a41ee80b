namespace Confab.Inference.Llama.Gguf;

/// <summary>The memory that a model takes beside its weights, reckoned from its file's description.</summary>
sealed class MemoryEstimate(GgufHeader header, LlamaOptions options, int contextLength)
{
    // llama.cpp keeps a cache for a multiple of so many tokens.
    const long CachePadding = 256;

    // Graphs, thread stacks, the tokenizer: measured on models of 1 to 500 million weights.
    const long Fixed = 16 << 20;

    readonly string _architecture = header.Text("general.architecture")!;

    /// <summary>Bytes of keys and values: every layer's, for all slots with their whole contexts.</summary>
    public long Cache()
    {
        var tokens = (contextLength + CachePadding - 1) / CachePadding * CachePadding * options.Slots;
        var numbers = 0L;
        for (var layer = 0; layer < Number("block_count"); layer++)
            numbers += KeyValueHeads(layer) * (HeadWidth("key") + HeadWidth("value"));
        return tokens * numbers / 32 * GgmlTypes.BytesPer32(options.CacheType);
    }

    /// <summary>Bytes that one step works in: what passes through a layer for every token of it, and the results.</summary>
    public long Working()
    {
        long width = Number("embedding_length"), hidden = Number("feed_forward_length");
        var tokens = options.BatchSize + options.Slots;
        var heads = header.PerLayer($"{_architecture}.attention.head_count", 0) ?? 0;
        var perToken = 4 * width + 2 * hidden + 2 * heads * HeadWidth("key") + contextLength / 2;
        var results = header.CountOf("tokenizer.ggml.tokens") * options.Slots * 2;
        return Fixed + sizeof(float) * (tokens * perToken + results);
    }

    long KeyValueHeads(int layer) =>
        header.PerLayer($"{_architecture}.attention.head_count_kv", layer) ?? header.PerLayer($"{_architecture}.attention.head_count", layer) ?? 0;

    long HeadWidth(string part)
    {
        if (header.Number($"{_architecture}.attention.{part}_length") is { } width) return width;
        var heads = header.PerLayer($"{_architecture}.attention.head_count", 0) ?? 0;
        return heads > 0 ? Number("embedding_length") / heads : 0;
    }

    long Number(string key) => header.PerLayer($"{_architecture}.{key}", 0) ?? 0;
}
