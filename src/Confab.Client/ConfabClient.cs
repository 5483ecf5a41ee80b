using System.Buffers.Text;
using System.Security.Cryptography;
using Confab.Client.Connection;
using Confab.Client.Http;
using Confab.Protocol;

namespace Confab.Client;

/// <summary>
/// A signed-in connection to a Confab server that heals by itself: it comes back after a loss with the same name, joins
/// its rooms again from where it was, and sends what was written meanwhile, in order and once.
/// Any number of callers may ask; one reads <see cref="Events"/>, and must, for nothing is dropped to spare a slow reader.
/// What can be asked stands in the files beside this one, by topic. A request that the server refuses ends in a
/// <see cref="RequestRefusedException"/>, one without an answer in a <see cref="TimeoutException"/>; one that was on its way
/// when the connection broke is asked again where that does no harm, else it ends in a <see cref="ConnectionLostException"/>.
/// </summary>
public sealed partial class ConfabClient : IAsyncDisposable
{
    static readonly TimeSpan GoodbyeTimeout = TimeSpan.FromSeconds(2);

    readonly ConfabClientOptions _options;
    readonly EventQueue _events;
    readonly JoinedRooms _rooms = new();
    readonly Outbox _outbox;
    readonly LinkGate _gate = new();
    readonly ConnectionLoop _loop;
    readonly ServerHttp _http;
    readonly CancellationTokenSource _stop = new();
    bool _isDisposed;
    Task _running = Task.CompletedTask;

    ConfabClient(ConfabClientOptions options)
    {
        _options = options;
        _events = new EventQueue(options.EventCapacity);
        _outbox = new Outbox(options.OutboxCapacity);
        _loop = new ConnectionLoop(options, _events, _rooms, _outbox, _gate);
        _http = new ServerHttp(options, () => Token);
    }

    /// <summary>Connects and signs in.</summary>
    /// <exception cref="RequestRefusedException">The server said no: the name is taken, or the token unknown.</exception>
    /// <exception cref="ServerUnreachableException">No Confab server answers at this address.</exception>
    public static async Task<ConfabClient> ConnectAsync(ConfabClientOptions options, CancellationToken stop = default)
    {
        var client = new ConfabClient(options);
        try
        {
            var link = await client._loop.ConnectAsync(stop).ConfigureAwait(false);
            client._running = client.RunAsync(link);
            return client;
        }
        catch (Exception fault) when (fault is not RequestRefusedException && ConnectFailure.IsPassing(fault))
        {
            throw new ServerUnreachableException(options.Server, ConnectFailure.Describe(fault), fault);
        }
    }

    /// <summary>
    /// A token that no server knows yet. Keep it, then connect with it and a free name: the name is taken with it, and
    /// whoever never heard the answer simply connects again.
    /// </summary>
    public static string NewToken() => "confab_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>Who we are.</summary>
    public Author User => _loop.Identity!.User;

    /// <summary>The way back to the name. Keep it.</summary>
    public string Token => _loop.Identity!.Token;

    /// <summary>What the server can do.</summary>
    public ServerInfo Server => _loop.Identity!.Server;

    /// <summary>The rooms that one might join, as of the last hello.</summary>
    public IReadOnlyList<Room> Rooms => _loop.Identity!.Rooms;

    /// <summary>Where the connection stands. <see cref="Events"/> brings every change.</summary>
    public ConnectionState State => _events.State;

    /// <summary>Messages that the server has not acknowledged yet.</summary>
    public int Unsent => _outbox.Count;

    /// <summary>Those messages, oldest first. After the connection has ended for good: what was never delivered.</summary>
    public IReadOnlyList<ChatRequest> Undelivered => _outbox.Waiting;

    /// <summary>Everything that happens, in order, until the connection has ended for good. For one reader.</summary>
    public IAsyncEnumerable<ClientEvent> Events => _events.ReadAllAsync(CancellationToken.None);

    /// <summary>Says goodbye and ends everything. Messages that are still unsent fail, and stay in <see cref="Undelivered"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true)) return;
        if (await _loop.LeaveAsync().ConfigureAwait(false))
            await Task.WhenAny(_running, Task.Delay(GoodbyeTimeout, _options.Clock)).ConfigureAwait(false);
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _http.Dispose();
        _stop.Dispose();
    }

    async Task<TAnswer> AskAsync<TAnswer>(Request request, bool mayRepeat, CancellationToken stop) where TAnswer : ServerFrame
    {
        using var patience = new CancellationTokenSource(_options.RequestTimeout, _options.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stop);
        while (true)
        {
            Link link;
            try
            {
                link = await _gate.WaitAsync(either.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!stop.IsCancellationRequested)
            {
                throw new TimeoutException("There is no connection to the server; try again when it is back.");
            }
            try
            {
                return await link.AskAsync<TAnswer>(request, stop).ConfigureAwait(false);
            }
            catch (ConnectionLostException) when (mayRepeat && !patience.IsCancellationRequested)
            {
                _gate.Close(link);
            }
        }
    }

    /// <summary>For what is not worth waiting for a connection.</summary>
    async Task<bool> SignalAsync(Request request, CancellationToken stop)
    {
        if (State is not ConnectionState.Open || _loop.Current is not { } link) return false;
        try
        {
            await link.SendAsync(request, stop).ConfigureAwait(false);
            return true;
        }
        catch (ConnectionLostException)
        {
            return false;
        }
    }

    async Task RunAsync(Link first)
    {
        var closed = new ConnectionState.Closed("this client hung up");
        try
        {
            await _events.ChangeAsync(new ConnectionState.Connecting(1), _stop.Token).ConfigureAwait(false);
            closed = await _loop.RunAsync(first, _stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // DisposeAsync asked for it.
        }
        catch (Exception fault)
        {
            closed = new ConnectionState.Closed(fault.Message);
        }
        finally
        {
            var lost = new ConnectionLostException($"There is no connection any more: {closed.Why}.");
            _gate.Fail(lost);
            _outbox.Close(lost);
            _events.End(closed);
        }
    }
}
