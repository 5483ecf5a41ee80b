using System.Diagnostics;

namespace Confab.Bench.Load;

/// <summary>Members whose network fails, and who come back with what they know.</summary>
sealed class Churn(Crowd crowd, double dropsPerSecond)
{
    static readonly TimeSpan Away = TimeSpan.FromMilliseconds(200);

    readonly Queue<(Member Member, long Since)> _away = new();
    readonly Random _random = new(1);
    long _lastDrop = Stopwatch.GetTimestamp();

    public int Dropped { get; private set; }

    public bool IsSomebodyAway => _away.Count > 0 || crowd.Joined < crowd.Members.Count;

    public void Turn(bool mayDrop)
    {
        if (dropsPerSecond == 0) return;
        if (mayDrop && Stopwatch.GetElapsedTime(_lastDrop).TotalSeconds > 1 / dropsPerSecond) Drop();
        while (_away.TryPeek(out var next) && Stopwatch.GetElapsedTime(next.Since) > Away) crowd.Open(_away.Dequeue().Member);
    }

    void Drop()
    {
        var member = crowd.Members[_random.Next(crowd.Members.Count)];
        var isSender = member.Number % crowd.MembersPerRoom < crowd.SendersPerRoom;
        if (isSender || !member.HasJoined) return;
        _lastDrop = Stopwatch.GetTimestamp();
        crowd.Cut(member);
        _away.Enqueue((member, _lastDrop));
        Dropped++;
    }
}
