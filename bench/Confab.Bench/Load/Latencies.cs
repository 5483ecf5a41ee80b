using System.Numerics;

namespace Confab.Bench.Load;

/// <summary>A histogram of durations with a precision of 1/64.</summary>
sealed class Latencies
{
    const int Steps = 64;

    readonly long[] _counts = new long[Steps * 64];
    long _count;

    public void Add(TimeSpan duration)
    {
        _counts[IndexOf(Math.Max(0, duration.Ticks))]++;
        _count++;
    }

    /// <summary>The duration that a share of all do not exceed.</summary>
    public TimeSpan At(double share)
    {
        var needed = (long)Math.Ceiling(share * _count);
        long seen = 0;
        for (var i = 0; i < _counts.Length; i++)
            if ((seen += _counts[i]) >= needed && seen > 0) return TimeSpan.FromTicks(ValueOf(i));
        return TimeSpan.Zero;
    }

    static int IndexOf(long ticks)
    {
        if (ticks < Steps) return (int)ticks;
        var exponent = BitOperations.Log2((ulong)ticks) - 6;
        return (exponent + 1) * Steps + (int)(ticks >> exponent & (Steps - 1));
    }

    static long ValueOf(int index) => index < Steps ? index : (long)(Steps + index % Steps) << (index / Steps - 1);
}
