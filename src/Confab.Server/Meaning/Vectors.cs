using System.Numerics;

namespace Confab.Server.Meaning;

static class Vectors
{
    /// <summary>The sum of the products; of vectors of length 1 the cosine. Both are of one size.</summary>
    public static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = Vector<float>.Zero;
        var at = 0;
        for (; at <= a.Length - Vector<float>.Count; at += Vector<float>.Count) sum += new Vector<float>(a[at..]) * new Vector<float>(b[at..]);
        var dot = Vector.Sum(sum);
        for (; at < a.Length; at++) dot += a[at] * b[at];
        return dot;
    }

    /// <summary>The same direction with length 1; empty for what has none.</summary>
    public static float[] OfLengthOne(ReadOnlySpan<float> vector)
    {
        var length = MathF.Sqrt(Dot(vector, vector));
        if (!float.IsFinite(length) || length == 0) return [];
        var one = vector.ToArray();
        foreach (ref var number in one.AsSpan()) number /= length;
        return one;
    }
}
