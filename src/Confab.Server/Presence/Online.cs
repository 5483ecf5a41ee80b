using System.Collections.Concurrent;
using Confab.Protocol;
using Confab.Server.Fanout;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Presence;

/// <summary>Who is connected, and how present they are. Several devices of one person count as one.</summary>
public sealed class Online(IUserStore users, SocketOptions options, TimeProvider clock)
{
    readonly ConcurrentDictionary<UserId, Person> _people = new();
    readonly Lock _gate = new();
    HashSet<UserId> _changed = [];

    /// <summary>Somebody's presence may have changed; <see cref="PresenceTeller"/> looks.</summary>
    public Signal Changed { get; } = new();

    /// <summary>The sockets of a person, hidden ones too.</summary>
    public IReadOnlyList<Connection> DevicesOf(UserId user) => _people.TryGetValue(user, out var person) ? person.Connections : [];

    /// <summary>A person as the others see them.</summary>
    /// <param name="lastSeen">When they were last seen as far as the storage knows.</param>
    public Member Show(UserId user, string name, DateTimeOffset lastSeen)
    {
        if (!_people.TryGetValue(user, out var person)) return new(user, name, AuthorKind.User, PresenceStatus.Offline, lastSeen);
        lock (person)
            return person.Status is var status && status == PresenceStatus.Offline
                ? new(user, name, AuthorKind.User, status, person.LastSeen ?? lastSeen)
                : new(user, name, AuthorKind.User, status, Activity: person.Activity, Devices: person.Devices);
    }

    /// <param name="device">What it is, such as <c>web</c>.</param>
    public void Arrive(Connection connection, Author user, string? device)
    {
        while (true)
        {
            var person = _people.GetOrAdd(user.Id, _ => new Person(options.RateLimit is { } limit ? new TokenBucket(limit, clock) : null));
            lock (person)
            {
                // It may have been told as gone between the look and the lock.
                if (person.IsGone) continue;
                person.Add(connection, device);
                connection.SignIn(user, person.Limit);
            }
            Note(user.Id);
            return;
        }
    }

    public Task LeaveAsync(Connection connection, Author user) => ChangeAsync(user, person => person.Remove(connection));

    /// <param name="activity">Null leaves it as it is, empty takes it away.</param>
    public Task SayAsync(Connection connection, Author user, PresenceStatus status, string? activity) => ChangeAsync(user, person =>
    {
        person.Say(connection, status);
        if (activity is not null) person.Activity = activity.Length == 0 ? null : activity;
    });

    internal IReadOnlyCollection<UserId> TakeChanged()
    {
        lock (_gate)
        {
            var changed = _changed;
            _changed = [];
            return changed;
        }
    }

    /// <summary>They could not be looked after: they go with the next.</summary>
    internal void Return(IReadOnlyCollection<UserId> changed)
    {
        lock (_gate) _changed.UnionWith(changed);
    }

    /// <summary>What their rooms are to be told now; null when they know it. Who has left and is told so is forgotten.</summary>
    internal EncodedEvent? TakeNews(UserId user)
    {
        if (!_people.TryGetValue(user, out var person)) return null;
        lock (person)
        {
            var news = EncodedEvent.Of(Describe(user, person));
            var isKnown = person.Told is { } told ? told.AsSpan().SequenceEqual(news.Frame) : person is { Status: PresenceStatus.Offline, LastSeen: null };
            person.Told = news.Frame;
            if (!person.IsConnected)
            {
                person.IsGone = true;
                _people.TryRemove(user, out _);
            }
            return isKnown ? null : news;
        }
    }

    static PresenceEvent Describe(UserId user, Person person) => person.Status is var status && status == PresenceStatus.Offline
        ? new(user, status, person.LastSeen)
        : new(user, status, Activity: person.Activity, Devices: person.Devices);

    async Task ChangeAsync(Author user, Action<Person> change)
    {
        if (!_people.TryGetValue(user.Id, out var person)) return;
        DateTimeOffset? lastSeen = null;
        lock (person)
        {
            var wasSeen = person.Status != PresenceStatus.Offline;
            change(person);
            // Who hides was last seen when they began to: going later must not show that they were here.
            if (wasSeen && person.Status == PresenceStatus.Offline) person.LastSeen = lastSeen = clock.GetUtcNow();
        }
        try
        {
            if (lastSeen is { } at) await users.SeenAsync(user.Id, at);
        }
        finally
        {
            Note(user.Id);
        }
    }

    void Note(UserId user)
    {
        lock (_gate) _changed.Add(user);
        Changed.Raise();
    }
}
