using Confab.Protocol;

namespace Confab.Client.Rooms;

/// <summary>Who is writing. Who falls silent is forgotten after six seconds, as the wire has it.</summary>
sealed class WritingMembers(TimeProvider clock)
{
    static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(6);

    readonly Dictionary<UserId, long> _since = [];

    public void Note(TypingEvent typing)
    {
        if (typing.IsTyping) _since[typing.UserId] = clock.GetTimestamp();
        else _since.Remove(typing.UserId);
    }

    public void Forget(UserId member) => _since.Remove(member);

    public IEnumerable<UserId> Now()
    {
        foreach (var (member, since) in _since)
            if (clock.GetElapsedTime(since) >= Lifetime) _since.Remove(member);
        return _since.Keys;
    }
}
