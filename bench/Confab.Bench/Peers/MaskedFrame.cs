using System.Buffers.Binary;

namespace Confab.Bench.Peers;

/// <summary>WebSocket frames as a server reads and writes them, for short messages.</summary>
static class MaskedFrame
{
    public const byte Text = 1, Close = 8;

    /// <summary>Unmasks the first frame in place; false while it is not whole.</summary>
    public static bool TryRead(Span<byte> from, out int opcode, out ReadOnlySpan<byte> payload, out int size)
    {
        opcode = 0;
        payload = default;
        size = 0;
        if (from.Length < 6) return false;
        int length = from[1] & 0x7F;
        var header = 2;
        if (length == 126)
        {
            length = BinaryPrimitives.ReadUInt16BigEndian(from[2..]);
            header = 4;
        }
        size = header + 4 + length;
        if (from.Length < size) return false;
        var mask = from.Slice(header, 4);
        var body = from.Slice(header + 4, length);
        for (var i = 0; i < body.Length; i++) body[i] ^= mask[i & 3];
        opcode = from[0] & 0xF;
        payload = body;
        return true;
    }

    public static byte[] Unmasked(ReadOnlySpan<byte> text)
    {
        var header = text.Length < 126 ? 2 : 4;
        var frame = new byte[header + text.Length];
        frame[0] = 0x80 | Text;
        if (header == 2) frame[1] = (byte)text.Length;
        else
        {
            frame[1] = 126;
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), checked((ushort)text.Length));
        }
        text.CopyTo(frame.AsSpan(header));
        return frame;
    }
}
