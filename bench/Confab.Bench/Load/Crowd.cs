using System.Diagnostics;
using System.Net;

namespace Confab.Bench.Load;

/// <summary>The members of every room of one server, all driven by the thread that calls.</summary>
sealed class Crowd : IDisposable
{
    readonly EpollSet _ready = new();
    readonly ReceiveBuffer _buffer = new();
    readonly IPEndPoint _server;

    public Crowd(Uri server, IWire wire, int rooms, int membersPerRoom, int sendersPerRoom = 1)
    {
        _server = new IPEndPoint(IPAddress.Loopback, server.Port);
        Wire = wire;
        Rooms = rooms;
        SendersPerRoom = sendersPerRoom;
        Members = [.. Enumerable.Range(0, rooms * membersPerRoom)
            .Select(i => new Member(i, i / membersPerRoom, this, _ready, _buffer, sendersPerRoom))];
        MembersPerRoom = membersPerRoom;
    }

    public IWire Wire { get; }

    public int Rooms { get; }

    public int MembersPerRoom { get; }

    public int SendersPerRoom { get; }

    public IReadOnlyList<Member> Members { get; }

    public int Joined { get; set; }

    /// <summary>How often anything arrived at a member.</summary>
    public long Arrivals => _buffer.Arrivals;

    /// <summary>Told of every message that a member was told of.</summary>
    public Action<Mark>? Delivered { get; set; }

    /// <summary>Connects everybody, so many at once, until all have joined; how long that took.</summary>
    public TimeSpan JoinAll(int atOnce = 64)
    {
        var start = Stopwatch.GetTimestamp();
        var next = 0;
        while (Joined < Members.Count)
        {
            for (; next < Members.Count && next - Joined < atOnce; next++) Open(Members[next]);
            Turn(TimeSpan.FromMilliseconds(50));
            if (Stopwatch.GetElapsedTime(start) > TimeSpan.FromMinutes(2)) throw new LoadFailedException($"only {Joined} of {Members.Count} could join");
        }
        return Stopwatch.GetElapsedTime(start);
    }

    public void Open(Member member) => member.Socket.Connect(_server);

    public void Cut(Member member)
    {
        member.Leave();
        member.Socket.Cut();
    }

    public void CutAll()
    {
        foreach (var member in Members) Cut(member);
    }

    public void Wait(TimeSpan time)
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < time) Turn(TimeSpan.FromMilliseconds(100));
    }

    /// <summary>Goes on until nothing was delivered for a while.</summary>
    public void Settle(TimeSpan quiet)
    {
        var end = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(end) < quiet)
            if (Turn(TimeSpan.FromMilliseconds(20)) > 0) end = Stopwatch.GetTimestamp();
    }

    /// <summary>Waits for sockets and serves them; how many.</summary>
    public int Turn(TimeSpan most)
    {
        var count = _ready.Wait(most);
        for (var i = 0; i < count; i++)
        {
            var (number, what) = _ready[i];
            Members[number].Socket.Handle(what);
        }
        return count;
    }

    public void Dispose()
    {
        foreach (var member in Members) member.Socket.Close();
        _ready.Dispose();
        _buffer.Dispose();
    }
}
