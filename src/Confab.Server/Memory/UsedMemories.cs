using Confab.Protocol;
using Confab.Server.Fanout;
using Confab.Server.Storage;

namespace Confab.Server.Memory;

/// <summary>Which memories were shown: gathered, and written once in a while, so that no answer waits for it.</summary>
public sealed class UsedMemories(IMemoryStore store, TimeProvider clock, ILogger<UsedMemories> logger) : PacedWork(new Signal(), Interval, clock, logger)
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    readonly Lock _gate = new();
    readonly TimeProvider _clock = clock;
    HashSet<MemoryId> _used = [];

    public void Note(IEnumerable<MemoryId> ids)
    {
        lock (_gate) _used.UnionWith(ids);
        Ask();
    }

    protected override async Task WorkAsync()
    {
        HashSet<MemoryId> used;
        lock (_gate) (used, _used) = (_used, []);
        if (used.Count > 0) await store.MarkUsedAsync(used, _clock.GetUtcNow());
    }
}
