namespace Confab.Bench.Load;

/// <summary>By which a posted message is known again in whatever frame it comes back: <c>##</c>, who sent it, and its number.</summary>
readonly record struct Mark(int Sender, int Number)
{
    public const int Length = 15;

    public void Write(Span<byte> to)
    {
        "##"u8.CopyTo(to);
        WriteHex(to.Slice(2, 5), Sender);
        WriteHex(to.Slice(7, 8), Number);
    }

    public static Mark? Find(ReadOnlySpan<byte> frame)
    {
        var at = frame.IndexOf("##"u8);
        return at < 0 || frame.Length < at + Length ? null : new Mark(ReadHex(frame.Slice(at + 2, 5)), ReadHex(frame.Slice(at + 7, 8)));
    }

    static void WriteHex(Span<byte> to, int value)
    {
        for (var i = to.Length - 1; i >= 0; i--, value >>= 4) to[i] = "0123456789abcdef"u8[value & 15];
    }

    static int ReadHex(ReadOnlySpan<byte> from)
    {
        var value = 0;
        foreach (var digit in from) value = value << 4 | (digit <= '9' ? digit - '0' : digit - 'a' + 10);
        return value;
    }
}
