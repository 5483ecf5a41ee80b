using System.Diagnostics.CodeAnalysis;

namespace Confab.Inference.Catalog;

/// <summary>The models that requests can choose from, and which of them are in memory. Safe to use from any thread; it owns its models.</summary>
/// <param name="memoryBudget">What loaded models may take together, in bytes; 80 % of the machine's memory where null.</param>
/// <param name="time">The clock; the system's where null.</param>
public sealed class ModelCatalog(long? memoryBudget = null, TimeProvider? time = null) : IAsyncDisposable
{
    static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    readonly Lock _gate = new();
    readonly SemaphoreSlim _changing = new(1, 1);
    readonly TimeProvider _time = time ?? TimeProvider.System;
    Model[] _models = [];
    TaskCompletionSource _letGo = new(TaskCreationOptions.RunContinuationsAsynchronously);
    bool _disposed;

    /// <summary>What loaded models may take together, in bytes.</summary>
    public long MemoryBudget { get; } = memoryBudget ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 10 * 8;

    /// <summary>What the loaded models take, in bytes, estimated.</summary>
    public long MemoryUsed => List().Where(IsInMemory).Sum(model => model.Card.MemoryBytes);

    /// <summary>The first model that was added and can chat, else one that writes text; the built-in agent where there is none; null when empty.</summary>
    public Model? Default
    {
        get
        {
            var models = List();
            return models.FirstOrDefault(model => model.Engine != "intents" && model.Card.Can("chat"))
                ?? models.FirstOrDefault(model => model.Engine != "intents" && model.Card.Writes)
                ?? models.FirstOrDefault(model => model.Card.Writes);
        }
    }

    /// <summary>Adds a model, which the catalog disposes from now on.</summary>
    /// <exception cref="ArgumentException">A model with this id is there already.</exception>
    public void Add(Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (Find(model.Id) is not null)
                throw new ArgumentException($"A model named '{model.Id}' is there already.", nameof(model));
            Volatile.Write(ref _models, [.. _models, model]);
        }
    }

    /// <summary>Takes a model out of the catalog, and out of memory; what it is writing ends.</summary>
    public async Task RemoveAsync(Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        lock (_gate) Volatile.Write(ref _models, [.. _models.Where(m => m != model)]);
        // A load that is under way ends first, or nobody would ever unload what it loads.
        await _changing.WaitAsync().ConfigureAwait(false);
        try
        {
            await model.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            _changing.Release();
        }
        TellLetGo();
    }

    /// <summary>Finds a model by its id, whatever the case of its letters; null where there is none.</summary>
    public Model? Find(string id) =>
        Volatile.Read(ref _models).FirstOrDefault(model => string.Equals(model.Id, id, StringComparison.OrdinalIgnoreCase));

    /// <summary>The models in the order they were added.</summary>
    [SuppressMessage("Design", "CA1024", Justification = "A copy taken at one moment, not a property of the catalog.")]
    public IReadOnlyList<Model> List() => Volatile.Read(ref _models);

    /// <summary>
    /// Keeps a model in memory until the lease is disposed, and loads it first where it is not there. Models that nobody
    /// uses make room, the longest unused first; while only busy ones could, it waits for them.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="patience">How long to wait for busy models; 3 minutes where null.</param>
    /// <param name="stop">Ends the waiting and the loading.</param>
    /// <exception cref="ModelMemoryException">The model is larger than the memory budget, or busy ones did not make room in time.</exception>
    /// <exception cref="ModelUnloadedException">It was unloaded, and cannot be loaded again.</exception>
    public async Task<ModelLease> UseAsync(Model model, TimeSpan? patience = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        var (asked, most) = (_time.GetTimestamp(), patience ?? s_patience);
        while (!model.TryHold())
        {
            var letGo = Volatile.Read(ref _letGo).Task;
            try
            {
                await LoadAsync(model, null, stop).ConfigureAwait(false);
            }
            catch (ModelMemoryException e) when (e.BusyBytes > 0 && e.NeededBytes <= e.BudgetBytes && most > _time.GetElapsedTime(asked))
            {
                await Task.WhenAny(letGo, Task.Delay(most - _time.GetElapsedTime(asked), _time, stop)).ConfigureAwait(false);
                stop.ThrowIfCancellationRequested();
            }
        }
        return new ModelLease(model, () =>
        {
            model.LetGo(_time.GetUtcNow());
            TellLetGo();
        });
    }

    /// <summary>Brings a model into memory; models that nobody uses make room, the longest unused first.</summary>
    /// <param name="model">Nothing happens where it is in memory.</param>
    /// <param name="progress">Told how much is loaded, 0 to 1.</param>
    /// <param name="stop">Ends the waiting and the loading.</param>
    /// <exception cref="ModelMemoryException">There is no room for it; nothing was unloaded.</exception>
    /// <exception cref="ModelUnloadedException">It was unloaded, and cannot be loaded again.</exception>
    public async Task LoadAsync(Model model, IProgress<float>? progress = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        await _changing.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (IsInMemory(model)) return;
            if (!List().Contains(model)) throw new ModelUnloadedException(model.Id);
            await MakeRoomAsync(model).ConfigureAwait(false);
            await model.LoadAsync(progress, stop).ConfigureAwait(false);
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Takes a model out of memory; it stays in the catalog.</summary>
    /// <param name="model">Nothing happens where it is not in memory.</param>
    /// <param name="evenIfBusy">Ends what it is writing.</param>
    /// <param name="stop">Ends the waiting for other changes.</param>
    /// <exception cref="ModelBusyException">It is in use; nothing happened.</exception>
    /// <exception cref="InvalidOperationException">It could not be brought back.</exception>
    public async Task UnloadAsync(Model model, bool evenIfBusy = false, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (!model.CanReload) throw new InvalidOperationException($"'{model.Id}' takes no memory here and could not be brought back, so it is not unloaded.");
        await _changing.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            if (!await model.TryUnloadAsync(evenIfBusy).ConfigureAwait(false))
                throw new ModelBusyException($"'{model.Id}' is in use by {model.Busy} request{(model.Busy == 1 ? "" : "s")}; wait for the end, or unload it all the same.");
            TellLetGo();
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Disposes every model.</summary>
    public async ValueTask DisposeAsync()
    {
        Model[] models;
        lock (_gate)
        {
            _disposed = true;
            models = Interlocked.Exchange(ref _models, []);
        }
        await _changing.WaitAsync().ConfigureAwait(false);
        try
        {
            foreach (var model in models) await model.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            _changing.Release();
        }
    }

    static bool IsInMemory(Model model) => model.State == ModelState.Ready;

    async Task MakeRoomAsync(Model model)
    {
        var loaded = List().Where(m => m != model && IsInMemory(m) && m.Card.MemoryBytes > 0).ToList();
        var idle = loaded.Where(m => m.CanReload && m.Busy == 0).OrderBy(m => m.LastUse).ToList();
        var missing = loaded.Sum(m => m.Card.MemoryBytes) + model.Card.MemoryBytes - MemoryBudget;
        if (missing > idle.Sum(m => m.Card.MemoryBytes)) throw new ModelMemoryException(model, MemoryBudget, [.. loaded.Except(idle)]);
        foreach (var other in idle)
        {
            if (missing <= 0) return;
            if (await other.TryUnloadAsync(evenIfBusy: false).ConfigureAwait(false)) missing -= other.Card.MemoryBytes;
        }
        // Somebody took one up in the meantime.
        if (missing > 0) throw new ModelMemoryException(model, MemoryBudget, [.. loaded.Where(IsInMemory)]);
    }

    void TellLetGo() =>
        Interlocked.Exchange(ref _letGo, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
}
