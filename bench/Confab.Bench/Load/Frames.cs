namespace Confab.Bench.Load;

static class Frames
{
    /// <summary>Puts the parts one after the other into a buffer that is used again and again.</summary>
    public static ReadOnlySpan<byte> Join(
        this byte[] buffer, ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c, ReadOnlySpan<byte> d = default,
        ReadOnlySpan<byte> e = default, ReadOnlySpan<byte> f = default, ReadOnlySpan<byte> g = default, ReadOnlySpan<byte> h = default, ReadOnlySpan<byte> i = default)
    {
        var at = 0;
        Add(a);
        Add(b);
        Add(c);
        Add(d);
        Add(e);
        Add(f);
        Add(g);
        Add(h);
        Add(i);
        return buffer.AsSpan(0, at);

        void Add(ReadOnlySpan<byte> part)
        {
            part.CopyTo(buffer.AsSpan(at));
            at += part.Length;
        }
    }
}
