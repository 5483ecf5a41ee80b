using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Confab.Inference.Llama.Gguf;

/// <summary>Reads the parts of a GGUF file and never past its end.</summary>
sealed class GgufReader(Stream file)
{
    public void ReadExactly(Span<byte> bytes)
    {
        Require((ulong)bytes.Length);
        file.ReadExactly(bytes);
    }

    public uint ReadUInt32()
    {
        Span<byte> bytes = stackalloc byte[4];
        ReadExactly(bytes);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    public ulong ReadUInt64()
    {
        Span<byte> bytes = stackalloc byte[8];
        ReadExactly(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    public string ReadString()
    {
        var length = ReadUInt64();
        Require(length);
        var bytes = ArrayPool<byte>.Shared.Rent((int)Math.Min(length, int.MaxValue / 2));
        try
        {
            ReadExactly(bytes.AsSpan(0, checked((int)length)));
            return Encoding.UTF8.GetString(bytes, 0, (int)length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    public void SkipString() => Skip(ReadUInt64());

    public void Skip(ulong bytes)
    {
        Require(bytes);
        file.Seek((long)bytes, SeekOrigin.Current);
    }

    /// <summary>Refuses a count that could not fit into the rest of the file, before anything is made from it.</summary>
    public ulong ReadCount(ulong leastBytesEach)
    {
        var count = ReadUInt64();
        if (count > (ulong)file.Length) throw new InvalidGgufException(InvalidGgufException.CutOff);
        Require(count * leastBytesEach);
        return count;
    }

    void Require(ulong bytes)
    {
        if (bytes > (ulong)(file.Length - file.Position)) throw new InvalidGgufException(InvalidGgufException.CutOff);
    }
}

sealed class InvalidGgufException(string reason) : Exception(reason)
{
    public const string CutOff = "the file is cut off or damaged";
}
