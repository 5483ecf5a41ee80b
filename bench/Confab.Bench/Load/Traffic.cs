using System.Diagnostics;

namespace Confab.Bench.Load;

/// <summary>
/// Messages through a crowd. Without a pace every sender has one message under way and sends the next when the last has
/// reached every member; with a pace they are sent when due, whether or not the last has arrived.
/// </summary>
sealed class Traffic
{
    static readonly TimeSpan Ramp = TimeSpan.FromMilliseconds(500);

    readonly Crowd _crowd;
    readonly Sender[] _senders;
    readonly int _receivers;
    readonly double _messagesPerSecond;
    readonly byte[] _content;
    readonly Churn _churn;
    Latencies _toAll = new();
    long _start, _due;
    bool _sending, _measuring;

    /// <param name="receivers">How many deliveries make a message complete.</param>
    /// <param name="messagesPerSecond">0: as fast as they arrive.</param>
    /// <param name="dropsPerSecond">Members that are cut off, and come back a little later.</param>
    public Traffic(Crowd crowd, int receivers, int contentBytes = 200, double messagesPerSecond = 0, double dropsPerSecond = 0)
    {
        (_crowd, _receivers, _messagesPerSecond) = (crowd, receivers, messagesPerSecond);
        _content = [.. Enumerable.Range(0, contentBytes).Select(i => "the quick brown fox jumps over the lazy dog and runs far away "u8[i % 62])];
        _senders = [.. Enumerable.Range(0, crowd.Rooms * crowd.SendersPerRoom).Select(SenderAt)];
        _churn = new Churn(crowd, dropsPerSecond);
        crowd.Delivered = OnDelivered;
    }

    /// <summary>Deliveries of the last run.</summary>
    public long Measured { get; private set; }

    public int Dropped => _churn.Dropped;

    /// <summary>Deliveries that have not come.</summary>
    public long Owed => _senders.Sum(s => s.Owed);

    /// <summary>Sends for a time, then waits for what is under way, and a little longer for what should not come.</summary>
    /// <param name="around">Given the part to measure; it calls it.</param>
    /// <returns>From sending until the last member has it.</returns>
    public Latencies Run(TimeSpan time, Action<Action>? around = null)
    {
        Begin();
        Go(Ramp);
        (Measured, _toAll, _measuring) = (0, new Latencies(), true);
        if (around is null) Go(time);
        else around(() => Go(time));
        _measuring = false;
        Finish();
        return _toAll;
    }

    void Begin()
    {
        _sending = true;
        _due = 0;
        _start = Stopwatch.GetTimestamp();
        if (_messagesPerSecond > 0) return;
        foreach (var sender in _senders) Post(sender, Stopwatch.GetTimestamp());
    }

    void Go(TimeSpan time)
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < time) Turn();
    }

    void Finish()
    {
        _sending = false;
        var start = Stopwatch.GetTimestamp();
        while ((Owed > 0 || _churn.IsSomebodyAway) && Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(20)) Turn();
        _crowd.Settle(TimeSpan.FromMilliseconds(300));
    }

    void Turn()
    {
        if (_sending) PostDue();
        _churn.Turn(mayDrop: _measuring);
        _crowd.Turn(_messagesPerSecond > 0 ? TimeSpan.FromMilliseconds(1) : TimeSpan.FromMilliseconds(20));
    }

    void PostDue()
    {
        while (_messagesPerSecond > 0)
        {
            var due = _start + (long)(_due / _messagesPerSecond * Stopwatch.Frequency);
            if (due > Stopwatch.GetTimestamp()) break;
            Post(_senders[_due++ % _senders.Length], due);
        }
    }

    void Post(Sender sender, long at)
    {
        var number = sender.Begin(at, _receivers, _measuring);
        new Mark(sender.Index, number).Write(_content);
        _crowd.Wire.Post(sender.Member, _content);
    }

    void OnDelivered(Mark mark)
    {
        if (_measuring) Measured++;
        var sender = _senders[mark.Sender];
        if (!sender.Arrived(mark.Number, out var sentAt, out var wasMeasured)) return;
        if (wasMeasured) _toAll.Add(Stopwatch.GetElapsedTime(sentAt));
        if (_sending && _messagesPerSecond == 0) Post(sender, Stopwatch.GetTimestamp());
    }

    Sender SenderAt(int index) =>
        new(index, _crowd.Members[index / _crowd.SendersPerRoom * _crowd.MembersPerRoom + index % _crowd.SendersPerRoom]);
}
