using System.ComponentModel.DataAnnotations;

namespace Confab.Server.Files;

/// <summary>What people may send, and how long it is kept without a message.</summary>
public sealed record UploadOptions
{
    public const long DefaultMaxFileBytes = 25 * 1024 * 1024;

    /// <summary>Largest file. Whoever sends many of them fills the disk of the data folder.</summary>
    [Range(1, 64L * 1024 * 1024 * 1024)]
    public long MaxFileBytes { get; init; } = DefaultMaxFileBytes;

    /// <summary>Most files of one person that wait to be sent with a message.</summary>
    [Range(1, 10_000)]
    public int MostWaiting { get; init; } = 50;

    /// <summary>Their bytes together, as many times the largest file.</summary>
    [Range(1, 10_000)]
    public int MostWaitingTimesLargest { get; init; } = 10;

    /// <summary>Uploads of one person at the same time.</summary>
    [Range(1, 100)]
    public int MostAtOnce { get; init; } = 4;

    /// <summary>What stays free on the disk, in bytes: the database must go on when files have filled the rest.</summary>
    [Range(0, long.MaxValue)]
    public long SpareBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>How long one upload may take.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a file is kept that was sent with no message.</summary>
    public TimeSpan KeptUnsent { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How often is looked for what may go.</summary>
    public TimeSpan SweepEvery { get; init; } = TimeSpan.FromHours(1);

    internal Storage.WaitingLimits Waiting => new(MostWaiting, MaxFileBytes * MostWaitingTimesLargest);
}
