using Confab.Client;
using Confab.Protocol;

namespace Confab.Cli.Rooms.Signals;

/// <summary>Tells the room that one writes, as seldom as the others need to hear it.</summary>
sealed class TypingSignal(ConfabClient client, TimeProvider clock)
{
    /// <summary>Others forget it after six seconds.</summary>
    static readonly TimeSpan Repeat = TimeSpan.FromSeconds(4);

    RoomId? _room;
    long _told;

    /// <summary>After every key.</summary>
    public void Note(RoomId? room, string draft)
    {
        var isWriting = room is not null && draft.Length > 0 && !draft.StartsWith('/');
        var now = isWriting ? room : null;
        if (now == _room && (now is null || clock.GetElapsedTime(_told) < Repeat)) return;

        if (_room is { } before && before != now) _ = client.TypingAsync(before, isTyping: false);
        if (now is { } current) _ = client.TypingAsync(current, isTyping: true);
        (_room, _told) = (now, clock.GetTimestamp());
    }

    /// <summary>The message itself ends it for the others.</summary>
    public void Sent() => _room = null;
}
