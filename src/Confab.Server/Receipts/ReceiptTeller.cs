using Confab.Protocol;
using Confab.Server.Fanout;
using Confab.Server.Presence;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Receipts;

/// <summary>
/// Takes in how far members have come, several times a second and all at once: stored in one transaction, then told to the rooms,
/// and to one's own devices with what is left to read. What was not stored yet when the process dies is said again by the clients.
/// </summary>
public sealed class ReceiptTeller(CursorClaims claims, ICursorStore store, IFanout fanout, Online online, TimeProvider clock, ILogger<ReceiptTeller> logger)
    : PacedWork(claims.Added, Interval, clock, logger)
{
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>So that messages do not wait behind a crowd's receipts for the one writer.</summary>
    const int MostAtOnce = 256;

    protected override async Task WorkAsync()
    {
        var (said, changed, begun) = claims.Take();
        var moved = new List<CursorClaim>();
        foreach (var some in said.Chunk(MostAtOnce)) moved.AddRange(await AdvanceAsync(some));
        var told = moved.Select(PlaceOf).ToHashSet();
        if (begun.Any(b => !told.Contains(b)))
            TellRooms((await CountAsync(begun.Except(told))).Select(c => new CursorClaim(c.RoomId, c.Cursor.MemberId, c.Cursor.DeliveredSeq, c.Cursor.ReadSeq)));
        await TellOwnDevicesAsync(said.Where(s => s.ReadSeq > 0).Select(PlaceOf).Where(told.Contains).Union(changed));
    }

    async Task<IReadOnlyList<CursorClaim>> AdvanceAsync(CursorClaim[] some)
    {
        try
        {
            var moved = await store.AdvanceAsync(some);
            TellRooms(moved.Where(m => m.ThreadId is null));
            return moved;
        }
        catch (StorageUnavailableException e)
        {
            claims.Return(some);
            logger.LogWarning("{Count} receipts wait for the storage: {Why}", some.Length, e.Message);
            return [];
        }
    }

    void TellRooms(IEnumerable<CursorClaim> moved)
    {
        foreach (var room in moved.GroupBy(m => m.RoomId))
            fanout.PublishUnlessCrowded(room.Key, [.. room.Select(m => EncodedEvent.Of(new ReceiptEvent(m.RoomId, m.MemberId, m.DeliveredSeq, m.ReadSeq)))]);
    }

    /// <summary>They have to learn what is left to read.</summary>
    async Task TellOwnDevicesAsync(IEnumerable<CursorClaims.Place> toldAnew)
    {
        var here = toldAnew.Where(t => online.DevicesOf(t.Member).Count > 0).ToList();
        if (here.Count == 0) return;
        var counts = (await CountAsync(here)).ToDictionary(c => (c.RoomId, c.Cursor.MemberId));
        foreach (var told in here)
            if (counts.TryGetValue((told.Room, told.Member), out var count)) Tell(count, await ThreadOfAsync(told, count));
    }

    Task<IReadOnlyList<UnreadCount>> CountAsync(IEnumerable<CursorClaims.Place> of) =>
        store.CountAsync([.. of.Select(p => new UnreadQuestion(p.Room, p.Member)).Distinct()], CancellationToken.None);

    async Task<FollowedThread?> ThreadOfAsync(CursorClaims.Place told, UnreadCount count) =>
        told.Thread is not null && await store.ReadThreadsAsync(told.Room, told.Member, told.Thread, count.UpTo, limit: 1, CancellationToken.None) is [var thread]
            ? thread
            : null;

    void Tell(UnreadCount count, FollowedThread? thread)
    {
        var (member, delivered, read) = count.Cursor;
        var happened = EncodedEvent.Of(new ReceiptEvent(count.RoomId, member, delivered, read, count.Unread, count.Mentions, thread, count.UpTo));
        foreach (var device in online.DevicesOf(member)) device.Tell(count.RoomId, happened);
    }

    static CursorClaims.Place PlaceOf(CursorClaim claim) => new(claim.RoomId, claim.MemberId, claim.ThreadId);
}
