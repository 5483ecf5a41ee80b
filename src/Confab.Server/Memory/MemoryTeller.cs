using Confab.Protocol;
using Confab.Server.Fanout;
using Confab.Server.Messages;
using Confab.Server.Presence;
using Confab.Server.Storage;

namespace Confab.Server.Memory;

/// <summary>
/// Tells those who may see a memory, and nobody else, that it is there or gone: a room's to whoever listens to the room, all others
/// to the devices of the person that it is about.
/// </summary>
public sealed class MemoryTeller(IMemoryStore store, IFanout fanout, Online online, TimeProvider clock, ILogger<MemoryTeller> logger)
    : PacedWork(new Signal(), Interval, clock, logger)
{
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    const int MostAtOnce = 200;

    readonly SemaphoreSlim _telling = new(1);

    /// <summary>With an edited or deleted message memories go by themselves.</summary>
    public void Listen(AppendLoop log) => log.Announcing += message =>
    {
        if (message.EditedAt is not null || message.DeletedAt is not null) TellOfGone();
    };

    public void TellOf(IEnumerable<StoredMemory> remembered)
    {
        var added = false;
        foreach (var group in remembered.GroupBy(m => (m.AssistantId, m.Scope, About: m.Scope == MemoryScope.Room ? null : m.About, m.Room, m.SourceRoomId, m.SourceMessageId)))
        {
            added = true;
            var (assistant, scope, about, room, sourceRoom, source) = group.Key;
            Tell(scope, about, room, new MemoryChanged(assistant, [.. group.Select(m => new RememberedThing(m.Id, m.Content))], [], room ?? sourceRoom, source));
        }
        // What came may have taken the place of something.
        if (added) TellOfGone();
    }

    /// <summary>Soon, with whatever else is gone by then.</summary>
    public void TellOfGone() => Ask();

    /// <summary>At once: whoever has heard that a memory is gone may be told of the same one after it.</summary>
    public async Task TellGoneAsync()
    {
        await _telling.WaitAsync();
        try
        {
            while (await store.TakeGoneAsync(MostAtOnce) is { Count: > 0 } gone)
                foreach (var group in gone.GroupBy(m => (m.AssistantId, m.Scope, About: m.Scope == MemoryScope.Room ? null : m.About, m.Room)))
                    Tell(group.Key.Scope, group.Key.About, group.Key.Room, new MemoryChanged(group.Key.AssistantId, [], [.. group.Select(m => m.Id)], group.Key.Room));
        }
        finally
        {
            _telling.Release();
        }
    }

    protected override Task WorkAsync() => TellGoneAsync();

    void Tell(MemoryScope scope, UserId? about, RoomId? room, MemoryChanged what)
    {
        if (scope == MemoryScope.Room && room is { } there) fanout.Publish(there, EncodedEvent.Of(what));
        else if (about is { } person)
        {
            var told = EncodedEvent.Encode(what);
            foreach (var device in online.DevicesOf(person)) device.Queue.Enqueue(told);
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        _telling.Dispose();
    }
}
