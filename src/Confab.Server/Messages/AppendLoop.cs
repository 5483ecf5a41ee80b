using System.Collections.Concurrent;
using System.Threading.Channels;
using Confab.Protocol;
using Confab.Server.Fanout;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Messages;

/// <summary>
/// The one door by which messages enter, a person's and an assistant's alike. What waits is stored in one transaction, told to
/// the rooms in the order it was numbered, and only then reported to whoever posted it. What arrives meanwhile is the next batch:
/// the busier the server, the more messages share a sync of the disk and a write to each socket.
/// </summary>
public sealed class AppendLoop(IMessageStore store, IFanout fanout, ILogger<AppendLoop> logger) : IAsyncDisposable
{
    const int MostWaiting = 4096;
    const int MostInOneBatch = 512;

    readonly Channel<Pending> _waiting = Channel.CreateBounded<Pending>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    readonly ConcurrentDictionary<RoomId, long> _revs = new();
    Task _running = Task.CompletedTask;
    volatile bool _closing;

    /// <summary>Told each message in its order, before its room is. It must not wait.</summary>
    public event Action<Message>? Announcing;

    public void Start() => _running = Task.Run(RunAsync);

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
            var appended = await store.AppendAsync([.. batch.Select(p => p.Message)]);
            foreach (var one in appended)
                if (one is { IsNew: true, Message: { } message }) _revs[message.RoomId] = message.Rev;
            Announce(batch, appended);
        }
        catch (Exception e)
        {
            logger.LogError(e, "{Count} messages could not be stored", batch.Count);
            foreach (var pending in batch) pending.Done.TrySetException(e);
        }
    }

    void Announce(List<Pending> batch, IReadOnlyList<Appended> appended)
    {
        try
        {
            foreach (var one in appended)
                if (one.IsNew) Announcing?.Invoke(one.Message!);
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
}
