using Confab.Client;
using Confab.Protocol;

namespace Confab.Cli.Rooms.Signals;

/// <summary>
/// Tells the server how far this terminal has come: at once, then at most once a second for each conversation, and only ever
/// onwards. What cannot be said now is said the next time.
/// </summary>
sealed class CursorSignal(ConfabClient client, TimeProvider clock)
{
    static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    readonly Dictionary<(RoomId Room, MessageId? Thread, bool IsRead), (long Seq, long At)> _told = [];

    /// <summary>For everything that has arrived; call it often.</summary>
    public void Delivered(RoomId room, long seq)
    {
        // What was read was delivered.
        if (seq > _told.GetValueOrDefault((room, null, true)).Seq) Say((room, null, false), seq, () => client.DeliveredAsync(room, seq));
    }

    /// <summary>For what is on the screen; call it often.</summary>
    public void Read(RoomId room, long seq, MessageId? thread = null) => Say((room, thread, true), seq, () => client.ReadAsync(room, seq, thread));

    /// <summary>A word on a connection that broke may have been lost, and another history has other numbers.</summary>
    public void Forget(RoomId room)
    {
        foreach (var key in _told.Keys.Where(key => key.Room == room).ToList()) _told.Remove(key);
    }

    void Say((RoomId, MessageId?, bool) key, long seq, Func<Task<bool>> say)
    {
        if (client.State is not ConnectionState.Open) return;
        var (known, at) = _told.GetValueOrDefault(key);
        if (seq <= known || (known > 0 && clock.GetElapsedTime(at) < Quiet)) return;
        _told[key] = (seq, clock.GetTimestamp());
        _ = say();
    }
}
