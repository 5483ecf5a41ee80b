namespace Confab.Inference.Runs;

/// <summary>
/// Runs things side by side under ids: so many at once, so many waiting, and the ended ones remembered for a while. It
/// alone decides how a run ended. An id is free again once its run has ended.
/// </summary>
sealed class BoundedRuns<T>(RunLimits limits, TimeProvider time) : IAsyncDisposable where T : class
{
    readonly Lock _gate = new();
    readonly List<Run> _runs = [];
    readonly SemaphoreSlim _places = new(limits.MostRunning);
    bool _disposed;

    /// <summary>Begins a run, at once or when there is a place.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="create">Makes what is found under the id, once it is sure that the run is taken; it must not wait.</param>
    /// <param name="work">Called when there is a place; cancelled by its token.</param>
    /// <param name="end">Told exactly once how it ended, and the error where it failed; it must not wait or throw.</param>
    /// <exception cref="RunIdTakenException">A run with this id has not ended.</exception>
    /// <exception cref="TooManyRunsException">Too many run and wait.</exception>
    public T Start(string id, Func<T> create, Func<T, CancellationToken, Task> work, Action<T, RunState, Exception?> end)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var before = _runs.Find(other => other.Id == id);
            if (before is { HasEnded: false }) throw new RunIdTakenException(id);
            if (_runs.Count(other => !other.HasEnded) >= limits.MostRunning + limits.MostWaiting)
                throw new TooManyRunsException(limits.MostRunning, limits.MostWaiting);
            if (before is not null) _runs.Remove(before);
            var run = new Run(id, create());
            _runs.Add(run);
            // Asked for here, so that places are given in the order of the starts.
            var place = _places.WaitAsync(run.Stop.Token);
            run.Task = Task.Run(() => RunAsync(run, place, work, end));
            return run.Subject;
        }
    }

    public T? Find(string id)
    {
        lock (_gate)
        {
            Forget();
            return _runs.Find(run => run.Id == id)?.Subject;
        }
    }

    /// <summary>Those that are remembered, in the order they were started.</summary>
    public IReadOnlyList<T> List()
    {
        lock (_gate)
        {
            Forget();
            return [.. _runs.Select(run => run.Subject)];
        }
    }

    /// <summary>False where there is none, or it has ended.</summary>
    public bool Cancel(string id) => Cancel(run => run.Id == id) > 0;

    /// <summary>Cancels all that have not ended, and says how many it were.</summary>
    public int CancelAll() => Cancel(_ => true);

    /// <summary>Cancels all, and completes when all have ended.</summary>
    public async ValueTask DisposeAsync()
    {
        Task[] running;
        lock (_gate)
        {
            _disposed = true;
            running = [.. _runs.Select(run => run.Task)];
        }
        CancelAll();
        await Task.WhenAll(running).ConfigureAwait(false);
    }

    int Cancel(Predicate<Run> which)
    {
        List<Run> cancelled;
        lock (_gate) cancelled = _runs.FindAll(run => !run.HasEnded && which(run));
        foreach (var run in cancelled) run.Stop.Cancel();
        return cancelled.Count;
    }

    async Task RunAsync(Run run, Task place, Func<T, CancellationToken, Task> work, Action<T, RunState, Exception?> end)
    {
        var (state, error) = (RunState.Completed, (Exception?)null);
        try
        {
            await place.ConfigureAwait(false);
            await WorkAsync(run, work).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (run.Stop.IsCancellationRequested)
        {
            state = RunState.Cancelled;
        }
        catch (Exception e)
        {
            (state, error) = (RunState.Failed, e);
        }
        lock (_gate)
        {
            // Within the gate: who is told of the end finds the id free, and who finds it free sees the end.
            run.EndedAt = time.GetTimestamp();
            end(run.Subject, state, error);
            Forget();
        }
    }

    async Task WorkAsync(Run run, Func<T, CancellationToken, Task> work)
    {
        using var deadline = new CancellationTokenSource(limits.Deadline, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(run.Stop.Token, deadline.Token);
        try
        {
            await work(run.Subject, stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !run.Stop.IsCancellationRequested)
        {
            throw new TimeoutException($"'{run.Id}' took longer than {limits.Deadline}.");
        }
        finally
        {
            _places.Release();
        }
    }

    void Forget()
    {
        _runs.RemoveAll(run => run.EndedAt is { } ended && time.GetElapsedTime(ended) > limits.KeepFor);
        var kept = _runs.Where(run => run.HasEnded).OrderBy(run => run.EndedAt).ToList();
        foreach (var run in kept.SkipLast(limits.MostKept)) _runs.Remove(run);
    }

    sealed class Run(string id, T subject)
    {
        public string Id => id;

        public T Subject => subject;

        // Without a timer it holds nothing to dispose of, and somebody may cancel it at any time.
        public CancellationTokenSource Stop { get; } = new();

        public Task Task { get; set; } = Task.CompletedTask;

        public long? EndedAt { get; set; }

        public bool HasEnded => EndedAt is not null;
    }
}
