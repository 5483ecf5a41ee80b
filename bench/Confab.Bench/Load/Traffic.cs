using System.Diagnostics;

namespace Confab.Bench.Load;

/// <summary>
/// Messages through a crowd. Without a pace every sender has one message under way and sends the next when the last has
/// reached every member; with a pace they are sent when due, whether or not the last has arrived.
/// </summary>
sealed class Traffic
{
    readonly Crowd _crowd;
    readonly Sender[] _senders;
    readonly int _receivers;
    readonly double _messagesPerSecond;
    readonly byte[] _content;
    readonly Churn _churn;
    long _start, _due, _posted;
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

    /// <summary>From sending until the last member has it, of what was measured.</summary>
    public Latencies ToAll { get; } = new();

    /// <summary>Deliveries while it was measured.</summary>
    public long Measured { get; private set; }

    public long Posted => _posted;

    public int Dropped => _churn.Dropped;

    /// <summary>Deliveries that have not come.</summary>
    public long Owed => _senders.Sum(s => s.Owed);

    public void Start()
    {
        _sending = true;
        _start = Stopwatch.GetTimestamp();
        if (_messagesPerSecond > 0) return;
        foreach (var sender in _senders) Post(sender, Stopwatch.GetTimestamp());
    }

    public void Run(TimeSpan time, bool isMeasured)
    {
        _measuring = isMeasured;
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < time) Turn();
        _measuring = false;
    }

    /// <summary>Sends nothing more and waits for what is under way, and a little longer for what should not come.</summary>
    public void Finish()
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
        _posted++;
    }

    void OnDelivered(Mark mark)
    {
        if (_measuring) Measured++;
        var sender = _senders[mark.Sender];
        if (!sender.Arrived(mark.Number, out var sentAt, out var wasMeasured)) return;
        if (wasMeasured) ToAll.Add(Stopwatch.GetElapsedTime(sentAt));
        if (_sending && _messagesPerSecond == 0) Post(sender, Stopwatch.GetTimestamp());
    }

    Sender SenderAt(int index) =>
        new(index, _crowd.Members[index / _crowd.SendersPerRoom * _crowd.MembersPerRoom + index % _crowd.SendersPerRoom]);
}
