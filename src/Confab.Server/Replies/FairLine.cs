namespace Confab.Server.Replies;

/// <summary>
/// A model's slots and who waits for them. Each asker's requests are numbered as if turns went round: a request's number is one
/// after the last of the same person or room, but never behind the turn now served (start-time fair queueing, Goyal, Vin and
/// Cheng 1996, with requests of equal cost). The smallest number is next.
/// </summary>
sealed class FairLine(int slots, int capacity, TimeProvider clock)
{
    const int MostRemembered = 1024;
    const double NewestWeight = 0.3;

    readonly Lock _gate = new();
    readonly List<Waiter> _waiting = [];
    readonly Dictionary<string, long> _lastTurn = [];
    int _busy;
    long _served, _arrivals;
    TimeSpan? _usual;

    public async Task<IDisposable> EnterAsync(Asker asker, Action<int, TimeSpan?> waiting, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        Waiter waiter;
        lock (_gate)
        {
            if (_busy == slots && _waiting.Count >= capacity) throw new QueueFullException(_waiting.Count);
            waiter = new Waiter(TurnOf(asker), _arrivals++, waiting);
            if (_busy < slots)
            {
                _busy++;
                _served = waiter.Turn;
                return new Slot(this);
            }
            _waiting.Add(waiter);
            _waiting.Sort();
        }
        TellPlaces();
        await using var cancelled = stop.Register(() => Forget(waiter, stop));
        await waiter.Called.Task;
        return new Slot(this);
    }

    long TurnOf(Asker asker)
    {
        if (_lastTurn.Count > MostRemembered)
            foreach (var old in _lastTurn.Where(t => t.Value <= _served).ToList()) _lastTurn.Remove(old.Key);
        var user = "user " + asker.User;
        var room = asker.Room is { } id ? "room " + id : user;
        var turn = Math.Max(_served, Math.Max(_lastTurn.GetValueOrDefault(user), _lastTurn.GetValueOrDefault(room)) + 1);
        _lastTurn[user] = _lastTurn[room] = turn;
        return turn;
    }

    void Forget(Waiter waiter, CancellationToken stop)
    {
        lock (_gate)
            if (!_waiting.Remove(waiter)) return;
        waiter.Called.TrySetCanceled(stop);
        TellPlaces();
    }

    void Leave(TimeSpan took)
    {
        Waiter? next = null;
        lock (_gate)
        {
            _usual = _usual is { } usual ? usual + (took - usual) * NewestWeight : took;
            if (_waiting.Count == 0)
            {
                _busy--;
                return;
            }
            next = _waiting[0];
            _waiting.RemoveAt(0);
            _served = next.Turn;
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

    sealed class Waiter(long turn, long arrival, Action<int, TimeSpan?> waiting) : IComparable<Waiter>
    {
        int _toldPlace = -1;

        public long Turn => turn;
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

    sealed class Slot(FairLine line) : IDisposable
    {
        readonly long _since = line.Now;
        int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0) line.Leave(line.SinceThen(_since));
        }
    }

    long Now => clock.GetTimestamp();

    TimeSpan SinceThen(long then) => clock.GetElapsedTime(then);
}
