using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Confab.Inference.Llama.Gguf;

/// <summary>Reads the parts of a GGUF file and never past its end.</summary>
sealed class GgufReader(Stream file)
{
    // No name, token or template is as long as this.
    const ulong LongestString = 1 << 24;

    // Asking the system for it every time would cost more than the reading.
    readonly long _length = file.Length;

    public void ReadExactly(Span<byte> bytes)
    {
        Require((ulong)bytes.Length);
        file.ReadExactly(bytes);
    }

    public byte ReadByte()
    {
        Span<byte> one = stackalloc byte[1];
        ReadExactly(one);
        return one[0];
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
        if (length > LongestString) throw new InvalidGgufException(InvalidGgufException.CutOff);
        Require(length);
        var bytes = ArrayPool<byte>.Shared.Rent((int)length);
        try
        {
            ReadExactly(bytes.AsSpan(0, (int)length));
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
        if (count > (ulong)_length) throw new InvalidGgufException(InvalidGgufException.CutOff);
        Require(count * leastBytesEach);
        return count;
    }

    void Require(ulong bytes)
    {
        if (bytes > (ulong)(_length - file.Position)) throw new InvalidGgufException(InvalidGgufException.CutOff);
    }
}

sealed class InvalidGgufException(string reason) : Exception(reason)
{
    public const string CutOff = "the file is cut off or damaged";
}
