namespace Confab.Bench.Load;

/// <summary>A member that posts, and what of it is under way.</summary>
sealed class Sender(int index, Member member)
{
    const int MostUnderWay = 1024;

    readonly UnderWay[] _messages = new UnderWay[MostUnderWay];
    int _last;

    public int Index => index;

    public Member Member => member;

    public long Owed => _messages.Sum(m => (long)m.Missing);

    public int Begin(long at, int receivers, bool isMeasured)
    {
        ref var message = ref _messages[++_last % MostUnderWay];
        if (message.Missing > 0) throw new LoadFailedException($"sender {index} has {MostUnderWay} messages under way: the server cannot keep this pace");
        message = new UnderWay(at, receivers, isMeasured);
        return _last;
    }

    /// <summary>True when that was the last who waited for it.</summary>
    public bool Arrived(int number, out long sentAt, out bool wasMeasured)
    {
        ref var message = ref _messages[number % MostUnderWay];
        (sentAt, wasMeasured) = (message.SentAt, message.IsMeasured);
        message = message with { Missing = message.Missing - 1 };
        return message.Missing == 0;
    }

    readonly record struct UnderWay(long SentAt, int Missing, bool IsMeasured);
}
