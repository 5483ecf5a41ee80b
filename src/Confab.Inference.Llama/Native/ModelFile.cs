using System.Runtime.InteropServices;
using System.Text;
using Confab.Inference.Llama.Decoding;
using Confab.Inference.Llama.Embeddings;
using Confab.Inference.Llama.Gguf;

namespace Confab.Inference.Llama.Native;

/// <summary>Opens a model file with llama.cpp and says in one line why it would not open.</summary>
static unsafe class ModelFile
{
    public static ModelHandle Open(string path, LlamaOptions options, IProgress<float>? progress, CancellationToken stop)
    {
        var loading = GCHandle.Alloc(new Loading(progress, stop));
        using var log = NativeLog.Capture();
        try
        {
            var parameters = LlamaApi.llama_model_default_params();
            parameters.GpuLayers = options.GpuLayers;
            parameters.ProgressCallback = &OnProgress;
            parameters.ProgressState = (void*)GCHandle.ToIntPtr(loading);
            var model = LlamaApi.llama_model_load_from_file(path, parameters);
            if (model != 0) return new ModelHandle(model);
        }
        finally
        {
            loading.Free();
        }
        stop.ThrowIfCancellationRequested();
        throw new ModelLoadException(path, Explain(log));
    }

    public static Context CreateContext(string path, ModelHandle model, LlamaOptions options, int contextLength)
    {
        using var log = NativeLog.Capture();
        var parameters = LlamaApi.llama_context_default_params();
        var batch = options.BatchSize + options.Slots;
        // A cache of its own for every stream: sharing one makes an answer depend on what runs beside it.
        parameters.UnifiedKv = false;
        parameters.ContextLength = checked((uint)contextLength * (uint)options.Slots);
        parameters.MaxSequences = (uint)options.Slots;
        parameters.BatchSize = parameters.MicroBatchSize = (uint)batch;
        parameters.MaxOutputs = (uint)options.Slots;
        parameters.Threads = parameters.BatchThreads = options.ThreadCount;
        parameters.KeyType = parameters.ValueType = GgmlTypes.Of(options.CacheType);
        // Only flash attention can read values that are kept in blocks.
        if (options.CacheType != CacheType.F16) parameters.FlashAttentionType = 1;
        parameters.NoPerf = true;
        var context = LlamaApi.llama_init_from_model(model, parameters);
        if (context == 0) throw new ModelLoadException(path, Explain(log));
        return new Context(new ContextHandle(model, context), batch, LlamaApi.llama_vocab_n_tokens(LlamaApi.llama_model_get_vocab(model)));
    }

    /// <summary>Memory for computing embeddings of so many tokens at once.</summary>
    public static EmbeddingContext CreateEmbeddingContext(
        string path, ModelHandle model, LlamaOptions options, PoolingType pooling, int tokens)
    {
        using var log = NativeLog.Capture();
        var parameters = LlamaApi.llama_context_default_params();
        parameters.Embeddings = true;
        parameters.PoolingType = (int)pooling;
        // Here one cache for all is right: what is computed together is whole texts, and forgotten at once.
        parameters.UnifiedKv = true;
        parameters.ContextLength = parameters.BatchSize = parameters.MicroBatchSize = (uint)tokens;
        parameters.MaxSequences = EmbeddingContext.MostTexts;
        parameters.Threads = parameters.BatchThreads = options.ThreadCount;
        parameters.NoPerf = true;
        var context = LlamaApi.llama_init_from_model(model, parameters);
        if (context == 0) throw new ModelLoadException(path, Explain(log));
        return new EmbeddingContext(new ContextHandle(model, context), tokens, LlamaApi.llama_model_n_embd_out(model));
    }

    /// <summary>A value of the file's description as text, if it is there.</summary>
    public static string? Describe(ModelHandle model, string key)
    {
        Span<byte> buffer = stackalloc byte[256];
        fixed (byte* name = Encoding.UTF8.GetBytes(key + "\0"))
        fixed (byte* to = buffer)
        {
            var length = LlamaApi.llama_model_meta_val_str(model, name, to, (nuint)buffer.Length);
            return length > 0 ? Encoding.UTF8.GetString(buffer[..Math.Min(length, buffer.Length - 1)]) : null;
        }
    }

    static string Explain(NativeLog log)
    {
        var lines = string.Join("; ", log.Lines);
        if (lines.Contains("unknown model architecture", StringComparison.Ordinal))
            return "its architecture is not supported: " + Reason(log, "unknown model architecture");
        if (lines.Contains("alloc", StringComparison.OrdinalIgnoreCase)) return "there is not enough memory";
        return log.Lines.Count > 0 ? WithoutPreamble(log.Lines[0]) : "llama.cpp gave no reason";
    }

    static string Reason(NativeLog log, string words)
    {
        var line = log.Lines.First(line => line.Contains(words, StringComparison.Ordinal));
        return line[line.IndexOf(words, StringComparison.Ordinal)..];
    }

    // "llama_model_load: error loading model: missing tensor 'x'" is for people only from its third part on.
    static string WithoutPreamble(string line)
    {
        var colon = line.IndexOf(": ", StringComparison.Ordinal);
        if (colon > 0 && !line.AsSpan(0, colon).Contains(' ')) line = line[(colon + 2)..];
        const string preamble = "error loading model: ";
        return line.StartsWith(preamble, StringComparison.Ordinal) ? line[preamble.Length..] : line;
    }

    [UnmanagedCallersOnly]
    static byte OnProgress(float fraction, void* state)
    {
        var loading = (Loading)GCHandle.FromIntPtr((nint)state).Target!;
        loading.Progress?.Report(fraction);
        return loading.Stop.IsCancellationRequested ? (byte)0 : (byte)1;
    }

    sealed record Loading(IProgress<float>? Progress, CancellationToken Stop);
}
