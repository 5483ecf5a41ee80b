using System.Collections.Concurrent;
using System.Threading.Channels;
using Confab.Protocol;
using Confab.Server.Fanout;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Messages;

/// <summary>
/// The one door by which messages enter, a person's and an assistant's alike. What waits is stored in one transaction, told to
/// the rooms in the order it was numbered, and only then reported to whoever posted it. While one batch is told, the next is
/// stored.
/// </summary>
public sealed class AppendLoop(IMessageStore store, IFanout fanout, ILogger<AppendLoop> logger) : IAsyncDisposable
{
    const int MostWaiting = 4096;
    const int MostInOneBatch = 512;

    readonly Channel<Pending> _waiting = Channel.CreateBounded<Pending>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    readonly Channel<Stored> _stored = Channel.CreateBounded<Stored>(new BoundedChannelOptions(4) { SingleReader = true, SingleWriter = true });
    readonly ConcurrentDictionary<RoomId, long> _revs = new();
    Task _running = Task.CompletedTask;
    volatile bool _closing;

    public void Start() => _running = Task.WhenAll(Task.Run(StoreAsync), Task.Run(AnnounceAsync));

    /// <summary>Completes when the message is on disk and the room was told of it.</summary>
    /// <exception cref="RequestRefused">Too many messages wait, or the server goes down.</exception>
    public Task<Appended> AppendAsync(NewMessage message)
    {
        var pending = new Pending(message);
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

    async Task StoreAsync()
    {
        try
        {
            while (await _waiting.Reader.WaitToReadAsync())
            {
                await Task.Yield();
                var batch = new List<Pending>();
                while (batch.Count < MostInOneBatch && _waiting.Reader.TryRead(out var pending)) batch.Add(pending);
                await StoreAsync(batch);
            }
        }
        finally
        {
            _stored.Writer.TryComplete();
        }
    }

    async Task StoreAsync(List<Pending> batch)
    {
        try
        {
            var appended = await store.AppendAsync([.. batch.Select(p => p.Message)]);
            foreach (var one in appended)
                if (one is { IsNew: true, Message: { } message }) _revs[message.RoomId] = message.Rev;
            await _stored.Writer.WriteAsync(new Stored(batch, appended));
        }
        catch (Exception e)
        {
            logger.LogError(e, "{Count} messages could not be stored", batch.Count);
            foreach (var pending in batch) pending.Done.TrySetException(e);
        }
    }

    async Task AnnounceAsync()
    {
        var batch = new List<Pending>();
        var appended = new List<Appended>();
        while (await _stored.Reader.WaitToReadAsync())
        {
            while (_stored.Reader.TryRead(out var stored))
            {
                batch.AddRange(stored.Batch);
                appended.AddRange(stored.Appended);
            }
            Announce(batch, appended);
            batch.Clear();
            appended.Clear();
        }
    }

    void Announce(List<Pending> batch, List<Appended> appended)
    {
        try
        {
            foreach (var room in appended.Where(a => a.IsNew).GroupBy(a => a.Message!.RoomId))
                fanout.Publish(room.Key, [.. room.Select(a => EncodedEvent.Of(new MessageEvent(a.Message!)))]);
        }
        catch (Exception e)
        {
            // They are stored: whoever missed them learns so by the next sync.
            logger.LogError(e, "{Count} messages could not be announced", batch.Count);
        }
        for (var i = 0; i < batch.Count; i++) batch[i].Done.TrySetResult(appended[i]);
    }

    /// <summary>Takes nothing more, and finishes what waits.</summary>
    public async ValueTask DisposeAsync()
    {
        _closing = true;
        _waiting.Writer.TryComplete();
        await _running;
    }

    static RequestRefused GoingDown() => new(ErrorCode.ShuttingDown, "the server is going down; reconnect and send again");

    sealed record Pending(NewMessage Message)
    {
        public TaskCompletionSource<Appended> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    sealed record Stored(List<Pending> Batch, IReadOnlyList<Appended> Appended);
}
