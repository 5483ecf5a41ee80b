using Confab.Client;
using Confab.Client.Rooms;
using Confab.Client.Sockets;
using Confab.Tests.Support;

namespace Confab.Tests.Client;

/// <summary>A client whose clock, server and sockets are in the hands of a test, and that folds what it hears.</summary>
sealed class ClientUnderTest(Uri server) : IAsyncDisposable
{
    readonly List<ClientEvent> _heard = [];
    ConfabClient? _client;
    IAsyncEnumerator<ClientEvent>? _events;

    public FakeTime Clock { get; } = new();

    public Uri Server { get; set; } = server;

    public BreakableSocket? Socket { get; private set; }

    /// <summary>For every socket from now on; see <see cref="BreakableSocket.Rewrite"/>.</summary>
    public Func<string, string> Rewrite { get; set; } = text => text;

    public RoomState General { get; } = new(new("general"));

    public ConfabClient Client => _client!;

    public async Task<ClientUnderTest> ConnectAsync(string name, Func<ConfabClientOptions, ConfabClientOptions>? configure = null)
    {
        var options = new ConfabClientOptions
        {
            Server = Server,
            Username = name,
            Clock = Clock,
            Random = () => 0,
            OpenSocket = async (_, stop) => Socket = new BreakableSocket(await ServerAddress.OpenSocketAsync(Server, stop)) { Rewrite = Rewrite },
        };
        _client = await ConfabClient.ConnectAsync(configure?.Invoke(options) ?? options, TestTime.Deadline());
        _events = _client.Events.GetAsyncEnumerator();
        return this;
    }

    public async Task<ClientUnderTest> JoinAsync()
    {
        await Client.JoinAsync(General.Id, stop: TestTime.Deadline());
        await HeardAsync<ClientEvent.Entered>();
        return this;
    }

    /// <summary>Reads on until this has happened.</summary>
    public async Task<TEvent> HeardAsync<TEvent>(Func<TEvent, bool>? fits = null) where TEvent : ClientEvent
    {
        while (await _events!.MoveNextAsync().AsTask().WaitAsync(TestTime.Deadline()))
        {
            _heard.Add(_events.Current);
            General.Apply(_events.Current);
            if (_events.Current is TEvent wanted && (fits is null || fits(wanted))) return wanted;
        }
        throw new InvalidOperationException($"the events ended before a {typeof(TEvent).Name}; the last was {_heard[^1]}");
    }

    public async Task<TState> BecameAsync<TState>() where TState : ConnectionState =>
        (TState)(await HeardAsync<ClientEvent.Changed>(changed => changed.State is TState)).State;

    /// <summary>Lets time pass until this has happened.</summary>
    public async Task<TState> BecomesAsync<TState>() where TState : ConnectionState
    {
        var becoming = BecameAsync<TState>();
        await LetTimePassUntil(becoming);
        return await becoming;
    }

    /// <summary>A minute of the client's in a moment of ours.</summary>
    public async Task LetTimePassUntil(Task happened)
    {
        var deadline = TestTime.Deadline();
        while (!happened.IsCompleted)
        {
            deadline.ThrowIfCancellationRequested();
            Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(happened, Task.Delay(1));
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_client is null) return;
        var leaving = _client.DisposeAsync().AsTask();
        await LetTimePassUntil(leaving);
        await leaving;
    }
}
