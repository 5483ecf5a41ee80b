using System.ComponentModel.DataAnnotations;
using Confab.Protocol;

namespace Confab.Server.Sockets;

public sealed record SocketOptions
{
    /// <summary>How much may wait for one reader before it is closed as too slow, bytes. More forgives slow lines and costs memory.</summary>
    [Range(64 * 1024, 64 * 1024 * 1024)]
    public int SendLimitBytes { get; init; } = 1024 * 1024;

    /// <summary>A socket that sends nothing for this long is gone. Clients ping every 20 seconds.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a socket may stay without saying hello.</summary>
    public TimeSpan HelloDeadline { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often clients are told each room's newest rev.</summary>
    public TimeSpan Sync { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a closed socket may take to say goodbye before it is cut.</summary>
    public TimeSpan Goodbye { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many requests of one socket may wait for their answer.</summary>
    [Range(1, 10_000)]
    public int InFlight { get; init; } = 64;

    /// <summary>Requests a person may make in a second on average; null for no limit.</summary>
    public RateLimit? RateLimit { get; init; } = new(PerSecond: 20, Burst: 100);

    /// <summary>New names that may be taken from one address; null for no limit.</summary>
    public RateLimit? NewNames { get; init; } = new(PerSecond: 0.5, Burst: 50);

    /// <summary>Rooms that one person may make; null for no limit.</summary>
    public RateLimit? NewRooms { get; init; } = new(PerSecond: 0.05, Burst: 20);

    /// <summary>Most sockets at once.</summary>
    [Range(1, 1_000_000)]
    public int MostConnections { get; init; } = 20_000;

    /// <summary>No limit on how often anybody asks anything, for benchmarks and tests.</summary>
    public SocketOptions WithoutRateLimits() => this with { RateLimit = null, NewNames = null, NewRooms = null };

    /// <summary>Largest frame a client may send, bytes.</summary>
    public int MaxFrameBytes { get; init; } = Limits.MaxFrameBytes;
}

/// <param name="PerSecond">What comes back each second.</param>
/// <param name="Burst">What may be spent at once.</param>
public sealed record RateLimit(double PerSecond, int Burst);
