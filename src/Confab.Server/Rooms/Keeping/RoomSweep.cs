using Confab.Server.Rooms.Changes;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Rooms.Keeping;

/// <summary>
/// Every hour: messages that their room keeps no longer. And as soon as a room is deleted: what was in it. Both a piece at a
/// time, between which others write.
/// </summary>
public sealed class RoomSweep(IRoomStore rooms, IStatStore stats, RoomChanges changes, SweepSignal signal, TimeProvider clock, ILogger<RoomSweep> logger) : BackgroundService
{
    public static readonly TimeSpan Every = TimeSpan.FromHours(1);

    /// <summary>Messages that are removed in one transaction: a few milliseconds.</summary>
    const int Piece = 500;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(DropDeletedAsync(stoppingToken), DropHistoryAsync(stoppingToken));

    async Task DropDeletedAsync(CancellationToken stop)
    {
        // Once at the start, for what a process that was killed left over.
        for (; ; await signal.WaitAsync(stop))
            await TryAsync(async () =>
            {
                while (!stop.IsCancellationRequested && await rooms.DropDeletedAsync(Piece)) { }
            });
    }

    async Task DropHistoryAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Every, clock);
        do
        {
            await TryAsync(() => SweepAsync(stop));
        }
        while (await timer.WaitForNextTickAsync(stop));
    }

    async Task SweepAsync(CancellationToken stop)
    {
        var keeping = await rooms.ReadKeepingAsync(stop);
        // What goes was said nevertheless: the figures count it first.
        while (keeping.Count > 0 && !stop.IsCancellationRequested && await stats.CountAsync(Piece)) { }
        foreach (var (room, days) in keeping)
            while (!stop.IsCancellationRequested && await changes.DropHistoryAsync(room, clock.GetUtcNow().AddDays(-days), Piece)) { }
    }

    async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (e is StorageUnavailableException or RequestRefused)
        {
            logger.LogWarning("What rooms keep no longer could not be removed now: {Why}", e.Message);
        }
    }
}
