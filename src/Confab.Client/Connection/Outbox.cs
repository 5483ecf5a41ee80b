using System.Threading.Channels;
using Confab.Protocol;

namespace Confab.Client.Connection;

/// <summary>
/// Messages on their way to the server, oldest first. One stays in front until the server has answered it, so the order
/// holds over any number of connections; its id stays too, so a message that went out twice is one message.
/// </summary>
sealed class Outbox(int capacity)
{
    readonly Lock _gate = new();
    readonly LinkedList<OutboxEntry> _entries = [];
    readonly Channel<bool> _arrived = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    Exception? _end;

    public int Count
    {
        get { lock (_gate) return _entries.Count; }
    }

    /// <summary>The messages without an answer, oldest first.</summary>
    public IReadOnlyList<ChatRequest> Waiting
    {
        get { lock (_gate) return [.. _entries.Select(entry => entry.Message)]; }
    }

    public OutboxEntry Add(ChatRequest message)
    {
        var entry = new OutboxEntry(message);
        lock (_gate)
        {
            if (_entries.Count >= capacity) throw new OutboxFullException(capacity);
            _entries.AddLast(entry);
            if (_end is not null) entry.Fail(_end);
        }
        _arrived.Writer.TryWrite(true);
        return entry;
    }

    public void Remove(OutboxEntry entry)
    {
        lock (_gate)
            if (_end is null) _entries.Remove(entry);
    }

    public async Task<OutboxEntry> FrontAsync(CancellationToken stop)
    {
        while (true)
        {
            lock (_gate)
                if (_entries.First is { } first) return first.Value;
            await _arrived.Reader.ReadAsync(stop).ConfigureAwait(false);
        }
    }

    /// <summary>For good. What waits stays to be looked at, for nobody else has these words.</summary>
    public void Close(Exception why)
    {
        lock (_gate)
        {
            _end = why;
            foreach (var entry in _entries) entry.Fail(why);
        }
    }
}

sealed class OutboxEntry(ChatRequest message)
{
    readonly TaskCompletionSource<Ack> _ack = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ChatRequest Message => message;

    public Task<Ack> Ack => _ack.Task;

    public void Complete(Ack ack) => _ack.TrySetResult(ack);

    public void Fail(Exception why)
    {
        _ack.TrySetException(why);
        _ = _ack.Task.Exception;
    }
}
