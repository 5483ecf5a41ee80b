using Confab.Protocol;

namespace Confab.Client.Connection;

/// <summary>Lives on one connection after the other, and stops where coming back is pointless.</summary>
sealed class ConnectionLoop(ConfabClientOptions options, EventQueue events, JoinedRooms rooms, Outbox outbox, LinkGate gate)
{
    /// <summary>A connection that held this long was good: its loss is a first failure again.</summary>
    static readonly TimeSpan GoodAfter = TimeSpan.FromSeconds(5);

    readonly Handshake _handshake = new(options);
    readonly CatchUp _catchUp = new(rooms, events, options);
    readonly OutboxLoop _outboxLoop = new(outbox, options);
    readonly HelloRequest _firstHello = new(options.Username, options.Token ?? (options.Username is null ? null : ConfabClient.NewToken()));
    volatile Connected? _identity;
    volatile Link? _link;
    volatile bool _isLeaving;

    /// <summary>Who we are, since the last hello.</summary>
    public Connected? Identity => _identity;

    /// <summary>The socket in use; null between two.</summary>
    public Link? Current => _link;

    /// <summary>What goes wrong on the first try goes to the caller: a mistyped address must not be tried for ever.</summary>
    public async Task<Link> ConnectAsync(CancellationToken stop)
    {
        // A name that was ours is opened, never taken anew: behind this address may be another server by now.
        var (session, identity) = await _handshake.PerformAsync(_identity is { } known ? new HelloRequest(Token: known.Token) : _firstHello, stop).ConfigureAwait(false);
        _identity = identity;
        return new Link(session, options);
    }

    /// <summary>Says goodbye; the end of the connection is then the end of the loop.</summary>
    /// <returns>False when there is nobody to say it to, so that nothing will answer.</returns>
    public async Task<bool> LeaveAsync()
    {
        _isLeaving = true;
        if (_link is not { } link) return false;
        await link.CloseAsync(CancellationToken.None).ConfigureAwait(false);
        return true;
    }

    /// <summary>Runs until the end and says what it was.</summary>
    public async Task<ConnectionState.Closed> RunAsync(Link first, CancellationToken stop)
    {
        var failed = 0;
        for (Link? link = first; ; link = null)
        {
            var (why, code, wasGood) = link is null ? await TryAsync(stop).ConfigureAwait(false) : await UseAsync(link, stop).ConfigureAwait(false);
            if (_isLeaving) return new ConnectionState.Closed("this client hung up");
            if (!CloseCodes.MayReconnect(code)) return new ConnectionState.Closed(why, code);

            failed = wasGood ? 1 : failed + 1;
            var delay = Backoff.Delay(failed, options.Random());
            await events.ChangeAsync(new ConnectionState.Waiting(failed, options.Clock.GetUtcNow() + delay, why), stop).ConfigureAwait(false);
            await Task.Delay(delay, options.Clock, stop).ConfigureAwait(false);
            await events.ChangeAsync(new ConnectionState.Connecting(failed + 1), stop).ConfigureAwait(false);
        }
    }

    async Task<(string Why, int? Code, bool WasGood)> TryAsync(CancellationToken stop)
    {
        try
        {
            return await UseAsync(await ConnectAsync(stop).ConfigureAwait(false), stop).ConfigureAwait(false);
        }
        catch (Exception fault) when (ConnectFailure.IsPassing(fault))
        {
            return (ConnectFailure.Describe(fault), null, false);
        }
    }

    async Task<(string Why, int? Code, bool WasGood)> UseAsync(Link link, CancellationToken stop)
    {
        await using var _ = link.ConfigureAwait(false);
        _link = link;
        var since = options.Clock.GetTimestamp();
        await LiveAsync(link, stop).ConfigureAwait(false);
        _link = null;
        return (link.WhyItEnded, link.CloseCode, options.Clock.GetElapsedTime(since) >= GoodAfter);
    }

    async Task LiveAsync(Link link, CancellationToken stop)
    {
        using var life = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var beating = EndWithAsync(link, link.KeepAliveAsync(life.Token), life.Token);
        var working = EndWithAsync(link, WorkAsync(link, life.Token), life.Token);
        try
        {
            await link.ReadAsync((frame, request) => TakeAsync(frame, request, stop), stop).ConfigureAwait(false);
        }
        finally
        {
            gate.Close(link);
            await life.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(beating, working).ConfigureAwait(false);
        }
    }

    async Task WorkAsync(Link link, CancellationToken life)
    {
        await _catchUp.AllAsync(link, life).ConfigureAwait(false);
        await events.ChangeAsync(new ConnectionState.Open(_identity!.User, _identity.Server), life).ConfigureAwait(false);
        gate.Open(link);
        var sending = EndWithAsync(link, _outboxLoop.RunAsync(link, life), life);
        await Task.WhenAll(sending, _catchUp.WhenBehindAsync(link, life)).ConfigureAwait(false);
    }

    /// <summary>What can no longer do its part takes the link down with it, so that the next one starts whole.</summary>
    static async Task EndWithAsync(Link link, Task part, CancellationToken life)
    {
        try
        {
            await part.ConfigureAwait(false);
        }
        catch (Exception end) when (end is ConnectionLostException or TimeoutException || life.IsCancellationRequested)
        {
            link.Abort();
        }
        catch
        {
            link.Abort();
            throw;
        }
    }

    ValueTask TakeAsync(ServerFrame frame, Request? request, CancellationToken stop)
    {
        switch (frame)
        {
            case RoomJoined joined when request is JoinRoomRequest join:
                rooms.Enter(joined, join.After);
                return events.WriteAsync(new ClientEvent.Entered(joined, join.After), stop);
            case Ok when request is LeaveRoomRequest leave:
                rooms.Leave(leave.RoomId);
                return ValueTask.CompletedTask;
            case MessageEvent { Message: var message }:
                rooms.See(message);
                break;
            case SyncEvent sync:
                rooms.Sync(sync.Revs);
                break;
            case UserLeft left when left.User.Id == _identity!.User.Id && rooms.Leave(left.RoomId):
                return events.WriteAsync(new ClientEvent.Shut(left.RoomId, left.RemovedBy is { } by ? $"{by.Name} has removed you." : "You have left."), stop);
            case RoomDeleted deleted when rooms.Leave(deleted.RoomId):
                return events.WriteAsync(new ClientEvent.Shut(deleted.RoomId, "This room is there no more."), stop);
        }
        var isEvent = frame.Ref is null && frame is not (Pong or Ok or ErrorFrame);
        return isEvent || frame is HistoryPage or StreamStart
            ? events.WriteAsync(new ClientEvent.Heard(frame), stop)
            : ValueTask.CompletedTask;
    }
}
