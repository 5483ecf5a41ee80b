using System.Buffers.Binary;
using System.Text;
using Confab.Protocol;

namespace Confab.Server.Sockets;

/// <summary>Frames as a server sends them: whole, unmasked (RFC 6455, section 5.2).</summary>
static class WebSocketFrame
{
    const byte Final = 0x80, TextCode = 0x1, CloseCodeByte = 0x8, PingCode = 0x9;

    public static readonly byte[] Ping = [Final | PingCode, 0];

    public static byte[] Text(ReadOnlySpan<byte> payload) => Make(TextCode, payload);

    /// <param name="why">For people; cut so that the frame stays a legal control frame.</param>
    public static byte[] Close(CloseCode code, string why)
    {
        Span<byte> payload = stackalloc byte[125];
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)code);
        Encoding.UTF8.TryGetBytes(why, payload[2..], out var length);
        return Make(CloseCodeByte, payload[..(2 + length)]);
    }

    static byte[] Make(byte opcode, ReadOnlySpan<byte> payload)
    {
        var header = payload.Length switch { < 126 => 2, <= ushort.MaxValue => 4, _ => 10 };
        var frame = new byte[header + payload.Length];
        frame[0] = (byte)(Final | opcode);
        switch (header)
        {
            case 2: frame[1] = (byte)payload.Length; break;
            case 4: frame[1] = 126; BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)payload.Length); break;
            default: frame[1] = 127; BinaryPrimitives.WriteInt64BigEndian(frame.AsSpan(2), payload.Length); break;
        }
        payload.CopyTo(frame.AsSpan(header));
        return frame;
    }
}
