using Confab.Inference.Llama.Embeddings;

namespace Confab.Inference.Llama.Gguf;

/// <summary>Makes a model's card of its file's header.</summary>
static class GgufDescription
{
    // As in llama.cpp's llama_model::create_memory: these keep nothing of what they computed, and so cannot answer.
    static readonly HashSet<string> s_embeddingOnly =
    [
        "bert", "jina-bert-v2", "jina-bert-v3", "nomic-bert", "nomic-bert-moe", "neo-bert", "eurobert", "modern-bert", "gemma-embedding", "t5encoder",
    ];

    public static GgufCard Of(string path, LlamaOptions options)
    {
        var header = GgufFile.Read(path);
        var architecture = header.Text("general.architecture") ?? throw new ModelLoadException(path, "it does not say which architecture it has");
        var trained = (int)(header.Number($"{architecture}.context_length") ?? 0);
        var isEmbeddingOnly = s_embeddingOnly.Contains(architecture);
        var memory = new MemoryEstimate(header, options, options.ContextLengthFor(trained));
        var cache = isEmbeddingOnly ? 0 : memory.Cache();
        var size = new FileInfo(path).Length;
        return new GgufCard
        {
            Architecture = architecture,
            Name = header.Text("general.name"),
            Parameters = header.Number("general.parameter_count") ?? header.Tensors.Sum(tensor => tensor.Elements),
            Quantisation = QuantisationOf(header),
            ContextLength = trained,
            HasChatTemplate = header.Has("tokenizer.chat_template"),
            CallsTools = header.Text("tokenizer.chat_template")?.Contains("<tool_call>", StringComparison.Ordinal) == true,
            Pooling = (PoolingType)(header.Number($"{architecture}.pooling_type") ?? 0),
            IsEmbeddingOnly = isEmbeddingOnly,
            FileBytes = size,
            CacheBytes = cache,
            MemoryBytes = size + cache + memory.Working(),
        };
    }

    /// <summary>What the file says, else the form that most of its weights have.</summary>
    static string QuantisationOf(GgufHeader header)
    {
        if (header.Number("general.file_type") is { } type && GgmlTypes.NameOfFile(type) is { } name) return name;
        var most = header.Tensors.GroupBy(tensor => tensor.Type).MaxBy(group => group.Sum(tensor => tensor.Elements));
        return (most is null ? null : GgmlTypes.NameOfTensor(most.Key)) ?? "unknown";
    }
}
