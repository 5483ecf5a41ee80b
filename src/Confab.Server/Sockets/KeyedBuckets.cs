using System.Collections.Concurrent;

namespace Confab.Server.Sockets;

/// <summary>A rate limit per key, such as an address. Keys that have not been used up are forgotten when there are many.</summary>
sealed class KeyedBuckets<TKey>(RateLimit? limit, TimeProvider clock) where TKey : notnull
{
    const int MostKeys = 10_000;

    readonly ConcurrentDictionary<TKey, TokenBucket> _buckets = new();

    /// <summary>Null when this key may go on; else how long until it may.</summary>
    public TimeSpan? Take(TKey key)
    {
        if (limit is null) return null;
        if (_buckets.Count > MostKeys)
            foreach (var (old, bucket) in _buckets)
                if (bucket.IsFull) _buckets.TryRemove(old, out _);
        return _buckets.GetOrAdd(key, _ => new TokenBucket(limit, clock)).Take();
    }
}
