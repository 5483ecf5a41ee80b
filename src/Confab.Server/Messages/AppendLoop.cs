using System.Collections.Concurrent;
using System.Threading.Channels;
using Confab.Protocol;
using Confab.Server.Fanout;
using Confab.Server.Receipts;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Messages;

/// <summary>
/// The one door by which messages enter and change, a person's and an assistant's alike. What waits is stored in one transaction, told to
/// the rooms in the order it was numbered, and only then reported to whoever asked for it. What arrives meanwhile is the next batch:
/// the busier the server, the more messages share a sync of the disk and a write to each socket.
/// </summary>
public sealed class AppendLoop(IMessageStore store, IFanout fanout, CursorClaims cursors, ILogger<AppendLoop> logger) : IAsyncDisposable
{
    const int MostWaiting = 4096;
    const int MostInOneBatch = 512;

    readonly Channel<Pending> _waiting = Channel.CreateBounded<Pending>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    readonly ConcurrentDictionary<RoomId, long> _revs = new();
    Task _running = Task.CompletedTask;
    volatile bool _closing;

    public void Start() => _running = Task.Run(RunAsync);

    /// <summary>Completes when the change is on disk and the room was told of it.</summary>
    /// <exception cref="RequestRefused">Too many changes wait, or the server goes down.</exception>
    public Task<Appended> AppendAsync(Change change)
    {
        var pending = new Pending(change);
        if (_waiting.Writer.TryWrite(pending)) return pending.Done.Task;
        throw _closing ? GoingDown() : new RequestRefused(ErrorCode.Busy, "more messages wait than are kept; send again in a moment", retryAfter: TimeSpan.FromSeconds(1));
    }

    /// <summary>The same for what nobody can send again, a finished reply: it waits for a place.</summary>
    public async Task<Appended> AppendPatientlyAsync(NewMessage message)
    {
        var pending = new Pending(message);
        try
        {
            await _waiting.Writer.WriteAsync(pending);
        }
        catch (ChannelClosedException)
        {
            throw GoingDown();
        }
        return await pending.Done.Task;
    }

    /// <summary>The room's newest stored rev, as far as this process has written to it.</summary>
    public long RevOf(RoomId room, long otherwise) => Math.Max(otherwise, _revs.GetValueOrDefault(room));

    async Task RunAsync()
    {
        var batch = new List<Pending>();
        while (await _waiting.Reader.WaitToReadAsync())
        {
            await Task.Yield();
            while (batch.Count < MostInOneBatch && _waiting.Reader.TryRead(out var pending)) batch.Add(pending);
            await AppendAsync(batch);
            batch.Clear();
        }
    }

    async Task AppendAsync(List<Pending> batch)
    {
        try
        {
            var appended = await store.AppendAsync([.. batch.Select(p => p.Change)]);
            Announce(batch, appended);
        }
        catch (Exception e)
        {
            logger.LogError(e, "{Count} changes could not be stored", batch.Count);
            foreach (var pending in batch) pending.Done.TrySetException(e);
        }
    }

    void Announce(List<Pending> batch, IReadOnlyList<Appended> appended)
    {
        try
        {
            var changed = ChangedBy(appended);
            foreach (var message in changed) _revs[message.RoomId] = message.Rev;
            foreach (var room in changed.GroupBy(m => m.RoomId))
                fanout.Publish(room.Key, [.. room.Select(m => EncodedEvent.Of(new MessageEvent(m)))]);
            for (var i = 0; i < batch.Count; i++) cursors.Note(batch[i].Change, appended[i]);
        }
        catch (Exception e)
        {
            // They are stored: whoever missed them learns so by the next sync.
            logger.LogError(e, "{Count} changes could not be announced", batch.Count);
        }
        for (var i = 0; i < batch.Count; i++) batch[i].Done.TrySetResult(appended[i]);
    }

    /// <summary>In the order of their revs.</summary>
    static List<Message> ChangedBy(IReadOnlyList<Appended> appended)
    {
        var changed = new List<Message>(appended.Count);
        foreach (var one in appended)
        {
            if (!one.IsNew) continue;
            changed.Add(one.Message!);
            if (one.Root is { } root) changed.Add(root);
        }
        return changed;
    }

    /// <summary>Takes nothing more, and finishes what waits.</summary>
    public async ValueTask DisposeAsync()
    {
        _closing = true;
        _waiting.Writer.TryComplete();
        await _running;
    }

    static RequestRefused GoingDown() => new(ErrorCode.ShuttingDown, "the server is going down; reconnect and send again");

    sealed record Pending(Change Change)
    {
        public TaskCompletionSource<Appended> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
