using Confab.Inference.Llama.Native;

namespace Confab.Inference.Llama;

/// <summary>How a GGUF model is run.</summary>
public sealed record LlamaOptions
{
    const int DefaultContextLength = 4096;

    /// <summary>
    /// Tokens that one prompt and its answer may hold together, at least 16. Memory grows with this times
    /// <see cref="Slots"/>. Null: what the model was trained for, but at most 4,096.
    /// </summary>
    public int? ContextLength { get; init; }

    /// <summary>Generations that run at once, 1 to 64; further ones wait.</summary>
    public int Slots { get; init; } = 4;

    /// <summary>
    /// Processor threads for one step, 1 to 512. More threads than free cores are slower, not faster: they wait for
    /// each other. Null: the machine's physical cores but one, which the rest of it needs.
    /// </summary>
    public int? Threads { get; init; }

    /// <summary>Prompt tokens taken in one step while nobody is being answered, 16 to 8,192.</summary>
    public int BatchSize { get; init; } = 512;

    /// <summary>
    /// Prompt tokens taken in one step while others are being answered, 1 to <see cref="BatchSize"/>. Smaller keeps
    /// running answers smoother and makes a newcomer with a long prompt wait longer. Null: as many as fit into about a
    /// quarter of a second, which is learned while running.
    /// </summary>
    public int? PrefillChunk { get; init; }

    /// <summary>
    /// How the keys and values of every token are kept. Smaller forms save memory where contexts are long and cost some
    /// accuracy; they need a model whose heads are a multiple of 32 wide, as most are.
    /// </summary>
    public CacheType CacheType { get; init; }

    /// <summary>Layers to keep on a GPU, 0 or more; needs natives that support one. A large number means all.</summary>
    public int GpuLayers { get; init; }

    /// <summary>
    /// The folder of llama.cpp's libraries. Null: the variable CONFAB_LLAMA_NATIVES, else those that were shipped. The
    /// first model that is loaded decides for the whole process.
    /// </summary>
    public string? NativesFolder { get; init; }

    /// <summary>Requests that may wait for a free slot, 1 or more; further callers wait until there is room.</summary>
    public int QueueLength { get; init; } = 256;

    internal int ContextLengthFor(int trained) => ContextLength ?? Math.Min(trained, DefaultContextLength);

    internal int ThreadCount => Threads ?? Math.Max(1, ProcessorCores.Count - 1);

    internal void Validate()
    {
        if (ContextLength is { } length) Require(length, 16, int.MaxValue, nameof(ContextLength));
        if (Threads is { } threads) Require(threads, 1, 512, nameof(Threads));
        Require(Slots, 1, 64, nameof(Slots));
        Require((ContextLength ?? 0) * (long)Slots, 0, int.MaxValue, $"{nameof(ContextLength)} times {nameof(Slots)}");
        Require(BatchSize, 16, 8192, nameof(BatchSize));
        if (PrefillChunk is { } chunk) Require(chunk, 1, BatchSize, nameof(PrefillChunk));
        if (!Enum.IsDefined(CacheType)) throw new ArgumentOutOfRangeException(nameof(CacheType), CacheType, $"{nameof(CacheType)} is none of those that exist.");
        Require(GpuLayers, 0, int.MaxValue, nameof(GpuLayers));
        Require(QueueLength, 1, int.MaxValue, nameof(QueueLength));
    }

    static void Require(long value, long least, long most, string name)
    {
        if (value < least || value > most)
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be {least} to {most}.");
    }
}
