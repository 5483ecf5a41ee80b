using Confab.Protocol;
using Confab.Server.Sockets;

namespace Confab.Server.Presence;

/// <summary>One person who is connected, by one device or several. Whoever uses it holds its lock.</summary>
sealed class Person(TokenBucket? limit)
{
    const int MostDevices = 10;

    readonly Dictionary<Connection, Device> _devices = [];

    public TokenBucket? Limit => limit;

    /// <summary>What they say that they do.</summary>
    public string? Activity { get; set; }

    /// <summary>When the others last saw them; null while they do, and before they did.</summary>
    public DateTimeOffset? LastSeen { get; set; }

    /// <summary>The presence that their rooms were told last; null for none yet, which is offline.</summary>
    public byte[]? Told { get; set; }

    /// <summary>Its last device has left, and the rooms know: another person object stands for whoever comes back.</summary>
    public bool IsGone { get; set; }

    public bool IsConnected => _devices.Count > 0;

    /// <summary>Never changed, so that it can be read without the lock.</summary>
    public IReadOnlyList<Connection> Connections { get; private set; } = [];

    /// <summary>What the most present device says.</summary>
    public PresenceStatus Status
    {
        get
        {
            var status = PresenceStatus.Offline;
            foreach (var device in _devices.Values)
                if (Rank(device.Status) > Rank(status)) status = device.Status;
            return status;
        }
    }

    /// <summary>The kinds of devices that do not hide; null where none is known.</summary>
    public IReadOnlyList<string>? Devices =>
        _devices.Values.Where(d => d.Status != PresenceStatus.Offline).Select(d => d.Name).OfType<string>().Distinct().Order(StringComparer.Ordinal).Take(MostDevices).ToList()
            is { Count: > 0 } names ? names : null;

    public void Add(Connection connection, string? device)
    {
        _devices[connection] = new(device, PresenceStatus.Online);
        Connections = [.. _devices.Keys];
    }

    public void Remove(Connection connection)
    {
        _devices.Remove(connection);
        Connections = [.. _devices.Keys];
        if (!IsConnected) Activity = null;
    }

    public void Say(Connection connection, PresenceStatus status)
    {
        if (_devices.TryGetValue(connection, out var device)) _devices[connection] = device with { Status = status };
    }

    static int Rank(PresenceStatus status) => status switch
    {
        PresenceStatus.Busy => 3,
        PresenceStatus.Online => 2,
        PresenceStatus.Away => 1,
        _ => 0,
    };

    readonly record struct Device(string? Name, PresenceStatus Status);
}
