namespace Confab.Inference.Llama.Gguf;

/// <summary>What a GGUF file says of itself before its weights begin (ggml's <c>docs/gguf.md</c>).</summary>
sealed class GgufHeader
{
    readonly Dictionary<string, object?> _values = [];
    readonly List<GgufTensor> _tensors = [];

    public IReadOnlyList<GgufTensor> Tensors => _tensors;

    public bool Has(string key) => _values.ContainsKey(key);

    /// <summary>Notes a value; false where there is one of that name already.</summary>
    public bool Add(string key, object? value) => _values.TryAdd(key, value);

    public void Add(GgufTensor tensor) => _tensors.Add(tensor);

    public string? Text(string key) => _values.GetValueOrDefault(key) as string;

    public bool? Flag(string key) => _values.GetValueOrDefault(key) as bool?;

    public long? Number(string key) => _values.GetValueOrDefault(key) as long?;

    /// <summary>A number for each layer: the file has a list of them, or one for all.</summary>
    public long? PerLayer(string key, int layer) => _values.GetValueOrDefault(key) switch
    {
        long one => one,
        long[] many when layer < many.Length => many[layer],
        _ => null,
    };

    /// <summary>How long a list is; 0 where there is none.</summary>
    public long CountOf(string key) => _values.GetValueOrDefault(key) switch
    {
        GgufList list => list.Count,
        long[] numbers => numbers.Length,
        _ => 0,
    };
}

/// <summary>A list whose elements nobody needs.</summary>
sealed record GgufList(long Count);

/// <summary>One of the file's arrays of weights.</summary>
readonly record struct GgufTensor(string Name, long Elements, uint Type);
