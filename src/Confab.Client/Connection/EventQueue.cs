using System.Threading.Channels;

namespace Confab.Client.Connection;

/// <summary>Everything that happened, in order. When it is full the socket is not read on: nothing is dropped and nothing piles up.</summary>
sealed class EventQueue(int capacity)
{
    readonly Channel<ClientEvent> _events = Channel.CreateBounded<ClientEvent>(new BoundedChannelOptions(capacity) { SingleReader = true });
    volatile ConnectionState _state = new ConnectionState.Connecting(1);

    public ConnectionState State => _state;

    public IAsyncEnumerable<ClientEvent> ReadAllAsync(CancellationToken stop) => _events.Reader.ReadAllAsync(stop);

    public ValueTask WriteAsync(ClientEvent happened, CancellationToken stop) => _events.Writer.WriteAsync(happened, stop);

    public ValueTask ChangeAsync(ConnectionState state, CancellationToken stop)
    {
        _state = state;
        return WriteAsync(new ClientEvent.Changed(state), stop);
    }

    /// <summary>The last event. A reader that has stopped reading is not waited for.</summary>
    public void End(ConnectionState.Closed state)
    {
        _state = state;
        _events.Writer.TryWrite(new ClientEvent.Changed(state));
        _events.Writer.TryComplete();
    }
}
