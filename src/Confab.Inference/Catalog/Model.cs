using Microsoft.Extensions.AI;

namespace Confab.Inference.Catalog;

/// <summary>Brings a model into memory.</summary>
/// <param name="progress">Told how much is done, 0 to 1.</param>
/// <param name="cancellationToken">Ends the loading.</param>
public delegate Task<RunningModel> ModelLoader(IProgress<float>? progress, CancellationToken cancellationToken);

/// <summary>
/// A language model known to the router, whatever engine runs it and whether or not it is in memory. Who wants to talk to
/// it for longer than a call takes a <see cref="ModelLease"/> from the catalog, so that it is not unloaded meanwhile.
/// </summary>
public sealed class Model : IAsyncDisposable
{
    readonly ModelLoader? _load;
    readonly Lock _gate = new();
    RunningModel? _running;
    int _leases;

    /// <summary>A model that is loaded when it is needed.</summary>
    public Model(ModelCard card, ModelLoader load)
    {
        (Card, _load, State) = (card, load, ModelState.Unloaded);
        LastUse = DateTimeOffset.MinValue;
    }

    /// <summary>A model that runs already.</summary>
    /// <param name="card">What is known of it.</param>
    /// <param name="running">The model owns it.</param>
    /// <param name="load">Brings it back after it was unloaded; null where that is impossible.</param>
    public Model(ModelCard card, RunningModel running, ModelLoader? load = null) => (Card, _running, _load) = (card, running, load);

    /// <summary>A model that cannot even be described as it lies there, kept so that everybody sees why.</summary>
    internal static Model Broken(ModelCard card, Exception why) =>
        new(card, (_, _) => Task.FromException<RunningModel>(why)) { State = ModelState.Failed, Failure = why.Message, IsBroken = true };

    /// <summary>What is known of it.</summary>
    public ModelCard Card { get; }

    /// <inheritdoc cref="ModelCard.Id"/>
    public string Id => Card.Id;

    /// <inheritdoc cref="ModelCard.Name"/>
    public string Name => Card.Name;

    /// <inheritdoc cref="ModelCard.Engine"/>
    public string Engine => Card.Engine;

    /// <inheritdoc cref="ModelCard.ContextLength"/>
    public int ContextLength => Card.ContextLength;

    /// <inheritdoc cref="ModelCard.Slots"/>
    public int Slots => Card.Slots;

    /// <summary>Where it is in its life.</summary>
    public ModelState State { get; private set; } = ModelState.Ready;

    /// <summary>How much of it is loaded, 0 to 1, while it is <see cref="ModelState.Loading"/>.</summary>
    public float Loaded { get; private set; }

    /// <summary>Why it is <see cref="ModelState.Failed"/>, for people.</summary>
    public string? Failure { get; private set; }

    /// <summary>Whether its files could not be read at all, so that its card is empty.</summary>
    public bool IsBroken { get; private init; }

    /// <summary>How fast and how reliable it proved to be.</summary>
    public Measurements Measured { get; } = new();

    /// <summary>How many requests hold it now, waiting ones included.</summary>
    public int Busy
    {
        get { lock (_gate) return _leases; }
    }

    /// <summary>When somebody last let go of it.</summary>
    public DateTimeOffset LastUse { get; private set; }

    /// <summary>Whether it can be brought back once it is unloaded, and so may make room for others.</summary>
    public bool CanReload => _load is not null;

    /// <summary>The way to talk to it while it is in memory.</summary>
    /// <exception cref="ModelUnloadedException">It is not in memory.</exception>
    public IChatClient Client => Running.Client;

    /// <summary>Counts the tokens of a plain text, without any template around it.</summary>
    /// <exception cref="ModelUnloadedException">It is not in memory.</exception>
    public int CountTokens(string text) => Running.TextTokens(text);

    /// <summary>Counts the tokens that these messages become once the model's chat template is around them.</summary>
    /// <exception cref="ModelUnloadedException">It is not in memory.</exception>
    public int CountPromptTokens(IReadOnlyList<ChatMessage> messages) => Running.PromptTokens(messages);

    /// <summary>Ends what is running and frees its memory. Calling it again does nothing.</summary>
    public async ValueTask DisposeAsync() => await TryUnloadAsync(evenIfBusy: true).ConfigureAwait(false);

    /// <summary>Keeps it in memory until it is let go of; false where it is not in memory.</summary>
    internal bool TryHold()
    {
        lock (_gate)
        {
            if (_running is null) return false;
            _leases++;
            return true;
        }
    }

    internal void LetGo(DateTimeOffset now)
    {
        lock (_gate)
        {
            _leases--;
            LastUse = now;
        }
    }

    /// <summary>Takes it out of memory; false where somebody holds it.</summary>
    internal async ValueTask<bool> TryUnloadAsync(bool evenIfBusy)
    {
        RunningModel? running;
        lock (_gate)
        {
            if (_leases > 0 && !evenIfBusy) return false;
            (running, _running, State) = (_running, null, ModelState.Unloaded);
        }
        if (running is not null) await running.DisposeAsync().ConfigureAwait(false);
        return true;
    }

    /// <summary>Brings it into memory. The catalog sees to it that this happens once at a time, and that there is room.</summary>
    internal async Task LoadAsync(IProgress<float>? progress, CancellationToken stop)
    {
        if (_load is null) throw new ModelUnloadedException(Id);
        (State, Loaded, Failure) = (ModelState.Loading, 0, null);
        try
        {
            var running = await _load(new Watched(this, progress), stop).ConfigureAwait(false);
            lock (_gate) (_running, State, Loaded) = (running, ModelState.Ready, 1);
        }
        catch (Exception e)
        {
            (State, Failure) = e is OperationCanceledException ? (ModelState.Unloaded, null) : (ModelState.Failed, e.Message);
            throw;
        }
    }

    /// <summary>What runs while it is in memory.</summary>
    /// <exception cref="ModelUnloadedException">It is not in memory.</exception>
    public RunningModel Running => Volatile.Read(ref _running) ?? throw new ModelUnloadedException(Id);

    sealed class Watched(Model model, IProgress<float>? outer) : IProgress<float>
    {
        public void Report(float value)
        {
            model.Loaded = value;
            outer?.Report(value);
        }
    }
}
