using System.Runtime.InteropServices;

namespace Confab.TestModels;

/// <summary>Random numbers that are the same on every machine: no function of the platform is involved.</summary>
sealed class SplitMix(ulong seed)
{
    ulong _state = seed;

    /// <summary>Roughly normal: twelve uniform numbers less their mean.</summary>
    public float NextNormal()
    {
        var sum = 0f;
        for (var i = 0; i < 12; i++) sum += (Next() >> 40) * (1f / (1 << 24));
        return sum - 6;
    }

    public void Fill(Span<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        for (var i = 0; i < words.Length; i++) words[i] = Next();
        for (var i = words.Length * 8; i < bytes.Length; i++) bytes[i] = (byte)Next();
    }

    ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
