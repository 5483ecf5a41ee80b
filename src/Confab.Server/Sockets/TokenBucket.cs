namespace Confab.Server.Sockets;

/// <summary>A rate limit over injected time (the framework's own limiter reads the machine's clock).</summary>
public sealed class TokenBucket(RateLimit limit, TimeProvider clock)
{
    readonly Lock _gate = new();
    double _tokens = limit.Burst;
    long _filledAt = clock.GetTimestamp();

    public bool IsFull
    {
        get { lock (_gate) return _tokens + clock.GetElapsedTime(_filledAt).TotalSeconds * limit.PerSecond >= limit.Burst; }
    }

    /// <summary>Null when there was a token to take; else how long until there is.</summary>
    public TimeSpan? Take()
    {
        lock (_gate)
        {
            var now = clock.GetTimestamp();
            _tokens = Math.Min(limit.Burst, _tokens + clock.GetElapsedTime(_filledAt, now).TotalSeconds * limit.PerSecond);
            _filledAt = now;
            if (_tokens < 1) return TimeSpan.FromSeconds((1 - _tokens) / limit.PerSecond);
            _tokens--;
            return null;
        }
    }
}
