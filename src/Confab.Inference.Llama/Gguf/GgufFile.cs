namespace Confab.Inference.Llama.Gguf;

/// <summary>
/// Reads a model file's description before llama.cpp does. On some damage llama.cpp ends the whole process, so what is
/// known to cause that is refused here.
/// </summary>
static class GgufFile
{
    // llama.cpp ends the process on values outside of these.
    static readonly (string KeyEnding, long Least, long Most)[] s_limits =
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
    public static void Check(string path) => Read(path);

    /// <summary>Reads what stands before the weights.</summary>
    /// <exception cref="ModelLoadException">It is not a whole GGUF file; the message says in what way.</exception>
    public static GgufHeader Read(string path)
    {
        if (Directory.Exists(path)) throw new ModelLoadException(path, "it is a folder, not a file");
        if (!File.Exists(path)) throw new ModelLoadException(path, "there is no such file");
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16);
            if (file.Length == 0) throw new InvalidGgufException("the file is empty");
            return Read(new GgufReader(file));
        }
        catch (Exception error) when (error is InvalidGgufException or IOException or UnauthorizedAccessException)
        {
            throw new ModelLoadException(path, error.Message);
        }
    }

    static GgufHeader Read(GgufReader reader)
    {
        CheckMagic(reader);
        if (reader.ReadUInt32() is var version and (< 2 or > 3))
            throw new InvalidGgufException($"it is GGUF version {version}, and only 2 and 3 are known");
        var tensors = reader.ReadUInt64();
        var values = reader.ReadCount(leastBytesEach: 13);
        var header = new GgufHeader();
        for (ulong i = 0; i < values; i++) ReadValue(reader, header);
        for (ulong i = 0; i < tensors; i++) header.Add(ReadTensor(reader));
        return header.Has("general.architecture") ? header : throw new InvalidGgufException("it does not say which architecture it has");
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

    static void ReadValue(GgufReader reader, GgufHeader header)
    {
        var key = reader.ReadString();
        if (key.Length == 0 || header.Has(key)) throw new InvalidGgufException(InvalidGgufException.CutOff);
        var value = GgufValue.Read(reader, key);
        if (value is long number) CheckNumber(key, number);
        header.Add(key, value);
    }

    static void CheckNumber(string key, long value)
    {
        foreach (var (ending, least, most) in s_limits)
        {
            if (key.EndsWith(ending, StringComparison.Ordinal) && (value < least || value > most))
                throw new InvalidGgufException($"its {key} is {value}, and only {least} to {most} makes sense");
        }
    }

    static GgufTensor ReadTensor(GgufReader reader)
    {
        var name = reader.ReadString();
        var dimensions = reader.ReadUInt32();
        if (dimensions is < 1 or > 4) throw new InvalidGgufException(InvalidGgufException.CutOff);
        var elements = 1L;
        for (var i = 0; i < dimensions; i++) elements = unchecked(elements * (long)reader.ReadUInt64());
        var type = reader.ReadUInt32();
        reader.Skip(8);
        return new(name, elements, type);
    }
}
