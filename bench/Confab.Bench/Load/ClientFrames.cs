using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Confab.Bench.Load;

/// <summary>WebSocket frames as a client writes and reads them (RFC 6455, section 5.2).</summary>
static class ClientFrames
{
    public const byte Continuation = 0, Text = 1, Binary = 2, Close = 8, Ping = 9, Pong = 10;
    public const int MaxHeader = 14;

    // Any mask is legal; a load generator has no secrets to hide from proxies.
    const uint Mask = 0x5AA5_3CC3;
    const ulong Mask8 = Mask | (ulong)Mask << 32;

    /// <summary>Writes a whole masked frame; its length.</summary>
    public static int Write(Span<byte> to, byte opcode, ReadOnlySpan<byte> payload)
    {
        to[0] = (byte)(0x80 | opcode);
        var at = 2;
        if (payload.Length < 126) to[1] = (byte)(0x80 | payload.Length);
        else
        {
            to[1] = 0x80 | 126;
            BinaryPrimitives.WriteUInt16BigEndian(to[2..], checked((ushort)payload.Length));
            at = 4;
        }
        BinaryPrimitives.WriteUInt32LittleEndian(to[at..], Mask);
        at += 4;
        var body = to.Slice(at, payload.Length);
        payload.CopyTo(body);
        Apply(body);
        return at + payload.Length;
    }

    /// <summary>Finds the first frame; false while it is not whole yet.</summary>
    public static bool TryRead(ReadOnlySpan<byte> from, out Frame frame)
    {
        frame = default;
        if (from.Length < 2) return false;
        long length = from[1] & 0x7F;
        var header = 2;
        if (length == 126)
        {
            if (from.Length < 4) return false;
            length = BinaryPrimitives.ReadUInt16BigEndian(from[2..]);
            header = 4;
        }
        else if (length == 127)
        {
            if (from.Length < 10) return false;
            length = BinaryPrimitives.ReadInt64BigEndian(from[2..]);
            header = 10;
        }
        if (from.Length < header + length) return false;
        frame = new Frame((byte)(from[0] & 0xF), (from[0] & 0x80) != 0, from.Slice(header, (int)length), header + (int)length);
        return true;
    }

    static void Apply(Span<byte> body)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(body);
        for (var i = 0; i < words.Length; i++) words[i] ^= Mask8;
        for (var i = words.Length * 8; i < body.Length; i++) body[i] ^= (byte)(Mask >> 8 * (i & 3));
    }
}

readonly ref struct Frame(byte opcode, bool isFinal, ReadOnlySpan<byte> payload, int size)
{
    public byte Opcode => opcode;
    public bool IsFinal => isFinal;
    public ReadOnlySpan<byte> Payload { get; } = payload;
    public int Size => size;
}
