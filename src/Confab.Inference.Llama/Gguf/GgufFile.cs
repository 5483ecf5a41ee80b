namespace Confab.Inference.Llama.Gguf;

/// <summary>
/// Looks at a model file before llama.cpp does. On some damage llama.cpp ends the whole process, so what is known to
/// cause that is refused here.
/// </summary>
static class GgufFile
{
    const int ArrayType = 9;
    const int StringType = 8;
    const int UInt32Type = 4;

    // Bytes of each value type, in the order of their numbers; strings and arrays have their own length.
    static readonly int[] s_sizes = [1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8];

    static readonly Dictionary<string, int> s_arrays = new()
    {
        ["tokenizer.ggml.tokens"] = StringType,
        ["tokenizer.ggml.merges"] = StringType,
        ["tokenizer.ggml.scores"] = 6,
        ["tokenizer.ggml.token_type"] = 5,
    };

    // llama.cpp ends the process on values outside of these.
    static readonly (string KeyEnding, ulong Least, ulong Most)[] s_limits =
    [
        (".block_count", 1, 512),
        (".context_length", 1, 1 << 30),
        (".embedding_length", 1, 1 << 20),
        (".feed_forward_length", 1, 1 << 24),
        (".attention.head_count", 1, 1 << 12),
        (".attention.head_count_kv", 0, 1 << 12),
        (".rope.dimension_count", 1, 1 << 16),
        (".expert_count", 0, 1024),
    ];

    /// <summary>Checks that a file is a whole GGUF file.</summary>
    /// <exception cref="ModelLoadException">It is not; the message says in what way.</exception>
    public static void Check(string path)
    {
        if (Directory.Exists(path)) throw new ModelLoadException(path, "it is a folder, not a file");
        if (!File.Exists(path)) throw new ModelLoadException(path, "there is no such file");
        try
        {
            using var file = File.OpenRead(path);
            if (file.Length == 0) throw new InvalidGgufException("the file is empty");
            Check(new GgufReader(file));
        }
        catch (Exception error) when (error is InvalidGgufException or IOException or UnauthorizedAccessException)
        {
            throw new ModelLoadException(path, error.Message);
        }
    }

    static void Check(GgufReader reader)
    {
        CheckMagic(reader);
        if (reader.ReadUInt32() is var version and (< 2 or > 3))
            throw new InvalidGgufException($"it is GGUF version {version}, and only 2 and 3 are known");
        var tensors = reader.ReadUInt64();
        var values = reader.ReadCount(leastBytesEach: 13);
        var keys = new HashSet<string>();
        for (ulong i = 0; i < values; i++) CheckValue(reader, keys);
        for (ulong i = 0; i < tensors; i++) CheckTensor(reader);
        if (!keys.Contains("general.architecture")) throw new InvalidGgufException("it does not say which architecture it has");
    }

    static void CheckMagic(GgufReader reader)
    {
        Span<byte> magic = stackalloc byte[4];
        try
        {
            reader.ReadExactly(magic);
        }
        catch (InvalidGgufException)
        {
            magic.Clear();
        }
        if (!magic.SequenceEqual("GGUF"u8)) throw new InvalidGgufException("it is not a GGUF file");
    }

    static void CheckValue(GgufReader reader, HashSet<string> keys)
    {
        var key = reader.ReadString();
        if (key.Length == 0 || !keys.Add(key)) throw new InvalidGgufException(InvalidGgufException.CutOff);
        var type = reader.ReadUInt32();
        if (s_arrays.TryGetValue(key, out var element)) CheckArray(reader, key, type, element);
        else if (type == UInt32Type) CheckNumber(key, reader.ReadUInt32());
        else SkipValue(reader, type);
    }

    static void CheckNumber(string key, uint value)
    {
        foreach (var (ending, least, most) in s_limits)
        {
            if (key.EndsWith(ending, StringComparison.Ordinal) && (value < least || value > most))
                throw new InvalidGgufException($"its {key} is {value}, and only {least} to {most} makes sense");
        }
    }

    static void CheckArray(GgufReader reader, string key, uint type, int element)
    {
        if (type != ArrayType || reader.ReadUInt32() != element) throw new InvalidGgufException($"its {key} is not a list of the right kind");
        if (key == "tokenizer.ggml.tokens") CheckTokens(reader);
        else SkipElements(reader, (uint)element);
    }

    // llama.cpp ends the process on a vocabulary that holds the same token twice.
    static void CheckTokens(GgufReader reader)
    {
        var count = reader.ReadCount(leastBytesEach: 8);
        var seen = new HashSet<string>((int)count);
        for (ulong i = 0; i < count; i++)
        {
            if (reader.ReadString() is { Length: > 0 } token && !seen.Add(token))
                throw new InvalidGgufException($"its vocabulary holds the token '{token}' twice");
        }
    }

    static void SkipValue(GgufReader reader, uint type)
    {
        if (type == StringType) reader.SkipString();
        else if (type == ArrayType) SkipElements(reader, reader.ReadUInt32());
        else reader.Skip((ulong)SizeOf(type));
    }

    static void SkipElements(GgufReader reader, uint type)
    {
        if (type != StringType)
        {
            var size = (ulong)SizeOf(type);
            reader.Skip(reader.ReadCount(size) * size);
            return;
        }
        var count = reader.ReadCount(leastBytesEach: 8);
        for (ulong i = 0; i < count; i++) reader.SkipString();
    }

    static int SizeOf(uint type) => type < s_sizes.Length && s_sizes[type] > 0
        ? s_sizes[type]
        : throw new InvalidGgufException(InvalidGgufException.CutOff);

    static void CheckTensor(GgufReader reader)
    {
        reader.SkipString();
        var dimensions = reader.ReadUInt32();
        if (dimensions is < 1 or > 4) throw new InvalidGgufException(InvalidGgufException.CutOff);
        reader.Skip(dimensions * 8UL + 4 + 8);
    }
}
