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
    readonly Lock _telling = new();

    public bool IsOnline(UserId user) => _people.ContainsKey(user);

    public async Task ArriveAsync(Connection connection, Author user)
    {
        var (presence, isFirst) = Add(user.Id);
        connection.SignIn(user, presence.Limit);
        if (isFirst) await AnnounceAsync(user.Id);
    }

    public async Task LeaveAsync(Author user)
    {
        if (!Remove(user.Id)) return;
        await users.SeenAsync(user.Id, clock.GetUtcNow());
        await AnnounceAsync(user.Id);
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

    async Task AnnounceAsync(UserId user)
    {
        var theirs = await rooms.ReadRoomsOfAsync(user, CancellationToken.None);
        // Tells what is true now, not what was when the telling began: who left may be back already.
        lock (_telling)
        {
            var happened = EncodedEvent.Of(IsOnline(user) ? new PresenceEvent(user, PresenceStatus.Online) : new(user, PresenceStatus.Offline, clock.GetUtcNow()));
            foreach (var room in theirs) fanout.PublishUnlessCrowded(room, happened);
        }
    }

    sealed class Presence(TokenBucket? limit)
    {
        public TokenBucket? Limit => limit;

        public int Devices { get; set; }
    }
}
