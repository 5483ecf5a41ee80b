using Confab.Server.Operations;
using Confab.Server.Rooms.Changes;
using Confab.Server.Storage;

namespace Confab.Server.Rooms.Keeping;

/// <summary>
/// Every hour: messages that their room keeps no longer. And as soon as a room is deleted: what was in it. Both a piece at a
/// time, between which others write.
/// </summary>
public sealed class RoomSweep(IRoomStore rooms, IStatStore stats, RoomChanges changes, SweepSignal signal, TimeProvider clock, ILogger<RoomSweep> logger)
    : Recurring(Every, clock, logger)
{
    public static readonly TimeSpan Every = TimeSpan.FromHours(1);

    /// <summary>Messages that are removed in one transaction: a few milliseconds.</summary>
    const int Piece = 500;

    readonly TimeProvider _clock = clock;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(DropDeletedAsync(stoppingToken), base.ExecuteAsync(stoppingToken));

    protected override async Task WorkAsync(CancellationToken stop)
    {
        var keeping = await rooms.ReadKeepingAsync(stop);
        // What goes was said nevertheless: the figures count it first.
        while (keeping.Count > 0 && !stop.IsCancellationRequested && await stats.CountAsync(Piece)) { }
        foreach (var (room, days) in keeping)
            while (!stop.IsCancellationRequested && await changes.DropHistoryAsync(room, _clock.GetUtcNow().AddDays(-days), Piece)) { }
    }

    async Task DropDeletedAsync(CancellationToken stop)
    {
        // Once at the start, for what a process that was killed left over.
        for (; ; await signal.WaitAsync(stop))
            await TryAsync(async stop =>
            {
                while (!stop.IsCancellationRequested && await rooms.DropDeletedAsync(Piece)) { }
            }, stop);
    }
}
