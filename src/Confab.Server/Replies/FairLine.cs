namespace Confab.Server.Replies;

/// <summary>
/// A model's slots and who waits for them. Each asker's requests are numbered as if turns went round: a request's number is one
/// after the last of the same person or room, but never behind the turn now served (start-time fair queueing, Goyal, Vin and
/// Cheng 1996, with requests of equal cost). The smallest number is next. What the server asks for itself stands behind all of
/// them, and gives its slot up when somebody comes who finds none free.
/// </summary>
sealed class FairLine(int slots, int capacity, TimeProvider clock)
{
    const int MostRemembered = 1024;
    const long BehindAll = long.MaxValue;
    const double NewestWeight = 0.3;

    readonly Lock _gate = new();
    readonly List<Waiter> _waiting = [];
    readonly Dictionary<string, long> _lastTurn = [];
    readonly List<Waiter> _givingWay = [];
    int _busy;
    long _served, _arrivals;
    TimeSpan? _usual;

    public Task<IDisposable> EnterAsync(Asker asker, Action<int, TimeSpan?> waiting, CancellationToken stop) =>
        EnterAsync(asker, waiting, giveWay: null, stop);

    /// <param name="giveWay">Cancelled when somebody finds no free slot; kept until the turn is over.</param>
    public Task<IDisposable> EnterBehindAsync(CancellationTokenSource giveWay, CancellationToken stop) =>
        EnterAsync(asker: null, static (_, _) => { }, giveWay, stop);

    async Task<IDisposable> EnterAsync(Asker? asker, Action<int, TimeSpan?> waiting, CancellationTokenSource? giveWay, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        Waiter waiter;
        lock (_gate)
        {
            var turn = asker is { } somebody ? TurnOf(somebody) : BehindAll;
            if (_busy == slots && _waiting.Count >= capacity) MakeRoomFor(turn);
            if (asker is { } known) Remember(known, turn);
            waiter = new Waiter(turn, _arrivals++, waiting, giveWay);
            if (_busy < slots)
            {
                _busy++;
                Serve(waiter);
                return new Slot(this, waiter);
            }
            _waiting.Add(waiter);
            _waiting.Sort();
            if (asker is not null) ClearTheWay();
        }
        TellPlaces();
        await using var cancelled = stop.Register(() => Forget(waiter, stop));
        await waiter.Called.Task;
        return new Slot(this, waiter);
    }

    void Serve(Waiter waiter)
    {
        if (waiter.GiveWay is null) _served = waiter.Turn;
        else _givingWay.Add(waiter);
    }

    // Under the lock: whose turn is over is no longer in the list, and may dispose its source.
    void ClearTheWay()
    {
        if (_givingWay.Count == 0) return;
        _ = _givingWay[0].GiveWay!.CancelAsync();
        _givingWay.RemoveAt(0);
    }

    long TurnOf(Asker asker) => Math.Max(_served, Math.Max(_lastTurn.GetValueOrDefault(UserKey(asker)), _lastTurn.GetValueOrDefault(RoomKey(asker))) + 1);

    void Remember(Asker asker, long turn)
    {
        if (_lastTurn.Count > MostRemembered)
            foreach (var old in _lastTurn.Where(t => t.Value <= _served).ToList()) _lastTurn.Remove(old.Key);
        _lastTurn[UserKey(asker)] = _lastTurn[RoomKey(asker)] = turn;
    }

    static string UserKey(Asker asker) => "user " + asker.User;

    static string RoomKey(Asker asker) => asker.Room is { } room ? "room " + room : UserKey(asker);

    // Who fills the line with their own requests keeps nobody else out of it: the last of them gives way.
    void MakeRoomFor(long turn)
    {
        var last = _waiting[^1];
        if (turn >= last.Turn) throw new QueueFullException(_waiting.Count);
        _waiting.RemoveAt(_waiting.Count - 1);
        last.Called.TrySetException(new QueueFullException(_waiting.Count + 1));
    }

    void Forget(Waiter waiter, CancellationToken stop)
    {
        lock (_gate)
            if (!_waiting.Remove(waiter)) return;
        waiter.Called.TrySetCanceled(stop);
        TellPlaces();
    }

    void Leave(Waiter waiter, TimeSpan took)
    {
        Waiter? next = null;
        lock (_gate)
        {
            if (waiter.GiveWay is not null) _givingWay.Remove(waiter);
            else _usual = _usual is { } usual ? usual + (took - usual) * NewestWeight : took;
            if (_waiting.Count == 0)
            {
                _busy--;
                return;
            }
            next = _waiting[0];
            _waiting.RemoveAt(0);
            Serve(next);
        }
        next.Called.TrySetResult();
        TellPlaces();
    }

    void TellPlaces()
    {
        // Told under the lock, so that an older place never overtakes a newer one.
        lock (_gate)
            for (var ahead = 0; ahead < _waiting.Count; ahead++)
                if (_waiting[ahead].IsNewPlace(ahead)) _waiting[ahead].Waiting(ahead, _usual * (ahead + 1) / slots);
    }

    sealed class Waiter(long turn, long arrival, Action<int, TimeSpan?> waiting, CancellationTokenSource? giveWay) : IComparable<Waiter>
    {
        int _toldPlace = -1;

        public long Turn => turn;
        public CancellationTokenSource? GiveWay => giveWay;
        public Action<int, TimeSpan?> Waiting => waiting;
        public TaskCompletionSource Called { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsNewPlace(int ahead)
        {
            var isNew = ahead != _toldPlace;
            _toldPlace = ahead;
            return isNew;
        }

        public int CompareTo(Waiter? other) => (turn, arrival).CompareTo((other!.Turn, other.Arrival));

        long Arrival => arrival;
    }

    sealed class Slot(FairLine line, Waiter waiter) : IDisposable
    {
        readonly long _since = line.Now;
        int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0) line.Leave(waiter, line.SinceThen(_since));
        }
    }

    long Now => clock.GetTimestamp();

    TimeSpan SinceThen(long then) => clock.GetElapsedTime(then);
}
