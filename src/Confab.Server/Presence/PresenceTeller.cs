using Confab.Protocol;
using Confab.Server.Fanout;
using Confab.Server.Storage;

namespace Confab.Server.Presence;

/// <summary>Tells people's rooms how present they are, when that has changed for the eye: who comes back before their going was told was never away.</summary>
public sealed class PresenceTeller(Online online, IRoomStore rooms, IFanout fanout, TimeProvider clock, ILogger<PresenceTeller> logger)
    : PacedWork(online.Changed, TimeSpan.FromMilliseconds(250), clock, logger)
{
    protected override async Task WorkAsync()
    {
        var changed = online.TakeChanged();
        if (changed.Count == 0) return;
        foreach (var (user, theirs) in await ReadRoomsAsync(changed))
        {
            if (online.TakeNews(user) is not { } news) continue;
            foreach (var room in theirs) fanout.PublishUnlessCrowded(room, news);
        }
    }

    async Task<IReadOnlyDictionary<UserId, IReadOnlyList<RoomId>>> ReadRoomsAsync(IReadOnlyCollection<UserId> changed)
    {
        try
        {
            return await rooms.ReadRoomsOfAsync(changed, CancellationToken.None);
        }
        catch
        {
            online.Return(changed);
            throw;
        }
    }
}
