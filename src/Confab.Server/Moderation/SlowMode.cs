using Confab.Protocol;

namespace Confab.Server.Moderation;

/// <summary>When each member of a room in slow mode wrote last. In memory: a restart lets everybody write at once.</summary>
public sealed class SlowMode(TimeProvider clock)
{
    const int UsuallyKept = 10_000;

    readonly Lock _gate = new();
    readonly Dictionary<(RoomId, UserId), Turn> _last = [];

    /// <summary>Takes a turn. Null when they may write now, or have done so with this very message before; else how long until they may.</summary>
    public TimeSpan? Take(RoomId room, UserId user, MessageId message, TimeSpan every)
    {
        lock (_gate)
        {
            var now = clock.GetTimestamp();
            if (_last.TryGetValue((room, user), out var last))
            {
                if (last.Message == message) return null;
                if (every - clock.GetElapsedTime(last.At, now) is var wait && wait > TimeSpan.Zero) return wait;
            }
            if (_last.Count >= UsuallyKept) Forget(now);
            _last[(room, user)] = new(message, now, last is null ? null : last with { Before = null });
            return null;
        }
    }

    /// <summary>The message was not taken: its turn is as if it had not been.</summary>
    public void GiveBack(RoomId room, UserId user, MessageId message)
    {
        lock (_gate)
        {
            if (!_last.TryGetValue((room, user), out var last) || last.Message != message) return;
            if (last.Before is { } before) _last[(room, user)] = before;
            else _last.Remove((room, user));
        }
    }

    void Forget(long now)
    {
        foreach (var (key, turn) in _last)
            if (clock.GetElapsedTime(turn.At, now).TotalSeconds > Limits.MaxSlowModeSeconds) _last.Remove(key);
    }

    sealed record Turn(MessageId Message, long At, Turn? Before);
}
