namespace Confab.Inference.Llama.Gguf;

/// <summary>Reads a value of a file's description: a string, a number, a bool, or a list.</summary>
static class GgufValue
{
    const uint UInt32Type = 4, Int32Type = 5, BoolType = 7, StringType = 8, ArrayType = 9, UInt64Type = 10, Int64Type = 11;

    // Lists of numbers as long as a model has layers are worth keeping; vocabularies are not.
    const ulong MostKept = 512;

    // Bytes of each value type, in the order of their numbers; strings and arrays have their own length.
    static readonly int[] s_sizes = [1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8];

    static readonly Dictionary<string, uint> s_arrays = new()
    {
        ["tokenizer.ggml.tokens"] = StringType,
        ["tokenizer.ggml.merges"] = StringType,
        ["tokenizer.ggml.scores"] = 6,
        ["tokenizer.ggml.token_type"] = Int32Type,
    };

    /// <summary>Gives a string, a long, a bool, a long[], a <see cref="GgufList"/>, or null for a number that nobody needs.</summary>
    public static object? Read(GgufReader reader, string key)
    {
        var type = reader.ReadUInt32();
        if (s_arrays.TryGetValue(key, out var element)) return ReadVocabulary(reader, key, type, element);
        return type == ArrayType ? ReadList(reader, reader.ReadUInt32()) : ReadScalar(reader, type);
    }

    static object? ReadScalar(GgufReader reader, uint type)
    {
        switch (type)
        {
            case StringType: return reader.ReadString();
            case UInt32Type: return (long)reader.ReadUInt32();
            case Int32Type: return (long)(int)reader.ReadUInt32();
            case UInt64Type or Int64Type: return (long)reader.ReadUInt64();
            case BoolType: return reader.ReadByte() != 0;
        }
        reader.Skip((ulong)SizeOf(type));
        return null;
    }

    static GgufList ReadVocabulary(GgufReader reader, string key, uint type, uint element)
    {
        if (type != ArrayType || reader.ReadUInt32() != element) throw new InvalidGgufException($"its {key} is not a list of the right kind");
        return key == "tokenizer.ggml.tokens" ? ReadTokens(reader) : SkipElements(reader, element, reader.ReadCount(LeastBytesOf(element)));
    }

    // llama.cpp ends the process on a vocabulary that holds the same token twice.
    static GgufList ReadTokens(GgufReader reader)
    {
        var count = reader.ReadCount(leastBytesEach: 8);
        var seen = new HashSet<string>((int)count);
        for (ulong i = 0; i < count; i++)
        {
            if (reader.ReadString() is { Length: > 0 } token && !seen.Add(token))
                throw new InvalidGgufException($"its vocabulary holds the token '{token}' twice");
        }
        return new((long)count);
    }

    static object ReadList(GgufReader reader, uint type)
    {
        var count = reader.ReadCount(LeastBytesOf(type));
        if (count > MostKept || type is not (UInt32Type or Int32Type)) return SkipElements(reader, type, count);
        var numbers = new long[count];
        for (ulong i = 0; i < count; i++) numbers[i] = reader.ReadUInt32();
        return numbers;
    }

    static GgufList SkipElements(GgufReader reader, uint type, ulong count)
    {
        if (type != StringType) reader.Skip(count * (ulong)SizeOf(type));
        else for (ulong i = 0; i < count; i++) reader.SkipString();
        return new((long)count);
    }

    static ulong LeastBytesOf(uint type) => type == StringType ? 8 : (ulong)SizeOf(type);

    static int SizeOf(uint type) => type < s_sizes.Length && s_sizes[type] > 0
        ? s_sizes[type]
        : throw new InvalidGgufException(InvalidGgufException.CutOff);
}
