using System.Buffers.Text;
using System.Security.Cryptography;
using Confab.Client.Connection;
using Confab.Client.Sockets;
using Confab.Protocol;

namespace Confab.Client;

/// <summary>
/// A signed-in connection to a Confab server that heals by itself: it comes back after a loss with the same name, joins
/// its rooms again from where it was, and sends what was written meanwhile, in order and once.
/// Any number of callers may ask; one reads <see cref="Events"/>, and must, for nothing is dropped to spare a slow reader.
/// </summary>
public sealed class ConfabClient : IAsyncDisposable
{
    static readonly TimeSpan GoodbyeTimeout = TimeSpan.FromSeconds(2);

    readonly ConfabClientOptions _options;
    readonly EventQueue _events;
    readonly JoinedRooms _rooms = new();
    readonly Outbox _outbox;
    readonly LinkGate _gate = new();
    readonly ConnectionLoop _loop;
    readonly CancellationTokenSource _stop = new();
    bool _isDisposed;
    Task _running = Task.CompletedTask;

    ConfabClient(ConfabClientOptions options)
    {
        _options = options;
        _events = new EventQueue(options.EventCapacity);
        _outbox = new Outbox(options.OutboxCapacity);
        _loop = new ConnectionLoop(options, _events, _rooms, _outbox, _gate);
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

    /// <summary>
    /// Writes a message and waits until it is on the server's disk, over as many connections as that takes.
    /// Cancelling takes it back if it has not gone out; if it has, it may have arrived.
    /// </summary>
    /// <exception cref="OutboxFullException">Too many already wait.</exception>
    /// <exception cref="RequestRefusedException">The server said no, or would hang up on a frame of this size.</exception>
    public async Task<Ack> ChatAsync(RoomId room, string content, MessageId? id = null, MessageId? parent = null, CancellationToken stop = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var entry = _outbox.Add(FrameSize.Require(new ChatRequest(room, content, id ?? MessageId.New(), parent), "content"));
        try
        {
            return await entry.Ack.WaitAsync(stop).ConfigureAwait(false);
        }
        finally
        {
            _outbox.Remove(entry);
        }
    }

    /// <summary>Joins a room; its newest page also comes through <see cref="Events"/>. From then on the room is kept through reconnects.</summary>
    /// <param name="room">The room's id.</param>
    /// <param name="create">Make a public room of this id when there is none.</param>
    /// <param name="stop">Stops waiting.</param>
    public Task<RoomJoined> JoinAsync(RoomId room, bool create = false, CancellationToken stop = default) =>
        AskAsync<RoomJoined>(new JoinRoomRequest(room, Create: create ? true : null), mayRepeat: true, stop);

    /// <summary>Asks what changed in a room since the last known change; the answer comes through <see cref="Events"/>. Needed only when a running reply has a gap.</summary>
    public void CatchUp(RoomId room) => _rooms.Lose(room);

    /// <summary>Ends the membership.</summary>
    public Task LeaveAsync(RoomId room, CancellationToken stop = default) => AskAsync<Ok>(new LeaveRoomRequest(room), mayRepeat: false, stop);

    /// <summary>A page of older messages; it also comes through <see cref="Events"/>.</summary>
    public Task<HistoryPage> HistoryAsync(RoomId room, long? before = null, int? limit = null, CancellationToken stop = default) =>
        AskAsync<HistoryPage>(new HistoryRequest(room, before, limit), mayRepeat: true, stop);

    /// <summary>The rooms that one may see.</summary>
    public Task<RoomList> ListRoomsAsync(CancellationToken stop = default) => AskAsync<RoomList>(new ListRoomsRequest(), mayRepeat: true, stop);

    /// <summary>Makes a room and its maker a member; join it to hear it.</summary>
    public Task<RoomCreated> CreateRoomAsync(string name, Visibility? visibility = null, AssistantMode? assistants = null, CancellationToken stop = default) =>
        AskAsync<RoomCreated>(new CreateRoomRequest(name, visibility, assistants), mayRepeat: false, stop);

    /// <summary>The models of the server.</summary>
    public Task<ModelList> ListModelsAsync(CancellationToken stop = default) => AskAsync<ModelList>(new ListModelsRequest(), mayRepeat: true, stop);

    /// <summary>Starts a generation outside any room; its text comes through <see cref="Events"/>. It does not outlive the connection.</summary>
    public Task<StreamStart> StartStreamAsync(StartStreamRequest request, CancellationToken stop = default) =>
        AskAsync<StreamStart>(FrameSize.Require(request, request.Prompt is null ? "messages" : "prompt"), mayRepeat: false, stop);

    /// <summary>Stops a reply of a room that one is in, or a stream of one's own.</summary>
    public Task StopStreamAsync(StreamId stream, CancellationToken stop = default) =>
        AskAsync<Ok>(new StopStreamRequest(stream), mayRepeat: true, stop);

    /// <summary>Tells the room that one is writing, or no longer. Nobody misses it while there is no connection.</summary>
    public async Task TypingAsync(RoomId room, bool isTyping, CancellationToken stop = default)
    {
        if (State is not ConnectionState.Open || _loop.Current is not { } link) return;
        try
        {
            await link.SendAsync(new TypingRequest(room, isTyping), stop).ConfigureAwait(false);
        }
        catch (ConnectionLostException)
        {
            // The others forget it by themselves after six seconds.
        }
    }

    /// <summary>Says goodbye and ends everything. Messages that are still unsent fail, and stay in <see cref="Undelivered"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true)) return;
        if (await _loop.LeaveAsync().ConfigureAwait(false))
            await Task.WhenAny(_running, Task.Delay(GoodbyeTimeout, _options.Clock)).ConfigureAwait(false);
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
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
