using System.Collections.Concurrent;
using Confab.Protocol;
using Confab.Server.Fanout;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Presence;

/// <summary>Who is connected. Several devices of one person count as one.</summary>
public sealed class Online(IRoomStore rooms, IUserStore users, IFanout fanout, SocketOptions options, TimeProvider clock)
{
    readonly ConcurrentDictionary<UserId, Presence> _people = new();

    public bool IsOnline(UserId user) => _people.ContainsKey(user);

    public async Task ArriveAsync(Connection connection, Author user)
    {
        var (presence, isFirst) = Add(user.Id);
        connection.SignIn(user, presence.Limit);
        if (isFirst) await AnnounceAsync(new PresenceEvent(user.Id, PresenceStatus.Online));
    }

    public async Task LeaveAsync(Author user)
    {
        if (!Remove(user.Id)) return;
        var now = clock.GetUtcNow();
        await users.SeenAsync(user.Id, now);
        await AnnounceAsync(new PresenceEvent(user.Id, PresenceStatus.Offline, now));
    }

    (Presence, bool IsFirst) Add(UserId user)
    {
        while (true)
        {
            var presence = _people.GetOrAdd(user, _ => new Presence(options.RateLimit is { } limit ? new TokenBucket(limit, clock) : null));
            lock (presence)
            {
                // Its last device may have left between the look and the lock.
                if (!_people.TryGetValue(user, out var current) || current != presence) continue;
                return (presence, ++presence.Devices == 1);
            }
        }
    }

    bool Remove(UserId user)
    {
        if (!_people.TryGetValue(user, out var presence)) return false;
        lock (presence) return --presence.Devices == 0 && _people.TryRemove(user, out _);
    }

    async Task AnnounceAsync(PresenceEvent change)
    {
        var happened = EncodedEvent.Of(change);
        foreach (var room in await rooms.ReadRoomsOfAsync(change.UserId, CancellationToken.None)) fanout.PublishUnlessCrowded(room, happened);
    }

    sealed class Presence(TokenBucket? limit)
    {
        public TokenBucket? Limit => limit;

        public int Devices { get; set; }
    }
}
