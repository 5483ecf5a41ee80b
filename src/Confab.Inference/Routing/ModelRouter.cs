using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Confab.Inference.Catalog;
using Confab.Inference.Catalog.Pulling;
using Microsoft.Extensions.AI;

namespace Confab.Inference.Routing;

/// <summary>
/// One chat client in front of every model of a catalog. A request goes to the model that <see cref="ChatOptions.ModelId"/>
/// names; otherwise the strategy chooses that the additional property <c>strategy</c> names, or the router's own. A model
/// that fails before its first piece is replaced by the next best; after it, a failure ends the answer honestly.
/// </summary>
/// <remarks>It does not own the catalog: disposing the router leaves the models running.</remarks>
/// <param name="catalog">The models.</param>
/// <param name="options">How to choose and how long to wait; the defaults where null.</param>
/// <param name="time">The clock; the system's where null.</param>
/// <param name="folder">Where <see cref="InitializeAsync"/> and <see cref="LoadAsync"/> find models; null for those that the catalog holds.</param>
public sealed class ModelRouter(ModelCatalog catalog, RouterOptions? options = null, TimeProvider? time = null, ModelFolder? folder = null) : IChatClient
{
    readonly RouterOptions _options = options ?? new RouterOptions();
    readonly TimeProvider _time = time ?? TimeProvider.System;
    readonly Chooser _chooser = new(catalog, options ?? new RouterOptions(), time ?? TimeProvider.System);

    /// <summary>The models that it chooses from.</summary>
    public ModelCatalog Catalog => catalog;

    /// <summary>Adds the folder's models to the catalog, and brings the default one into memory, so that the first request need not wait.</summary>
    /// <param name="progress">Told how much of it is loaded, 0 to 1.</param>
    /// <param name="cancellationToken">Ends the loading.</param>
    public async Task<RouterStatus> InitializeAsync(IProgress<float>? progress = null, CancellationToken cancellationToken = default)
    {
        folder?.AddTo(catalog);
        if (catalog.Default is { } first) await catalog.LoadAsync(first, progress, cancellationToken).ConfigureAwait(false);
        return GetStatus();
    }

    /// <summary>Brings a model into memory, and into the catalog where it is not there yet.</summary>
    /// <param name="reference">
    /// The id of a model of the catalog, the path of a GGUF file, or where to pull one from: <c>https://…/file.gguf</c> or
    /// <c>hf:owner/repo/file.gguf</c>.
    /// </param>
    /// <param name="progress">Told how much is loaded, 0 to 1.</param>
    /// <param name="pulling">Told how far the pull is.</param>
    /// <param name="cancellationToken">Ends it; a pull goes on the next time where it was.</param>
    /// <exception cref="UnknownModelException">There is no such model, and no folder that could open a file or pull one.</exception>
    /// <exception cref="ModelMemoryException">There is no room for it.</exception>
    public async Task<Model> LoadAsync(
        string reference, IProgress<float>? progress = null, IProgress<PullProgress>? pulling = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reference);
        var model = catalog.Find(reference) ?? await FetchAsync(reference, pulling, cancellationToken).ConfigureAwait(false);
        await catalog.LoadAsync(model, progress, cancellationToken).ConfigureAwait(false);
        return model;
    }

    /// <summary>Takes a model out of memory; it stays in the catalog.</summary>
    /// <exception cref="UnknownModelException">There is no such model.</exception>
    /// <exception cref="ModelBusyException">It is in use, and <paramref name="evenIfBusy"/> is false.</exception>
    public Task UnloadAsync(string id, bool evenIfBusy = false, CancellationToken cancellationToken = default) =>
        catalog.UnloadAsync(catalog.Find(id) ?? throw Unknown(id), evenIfBusy, cancellationToken);

    /// <summary>What the models do now.</summary>
    [SuppressMessage("Design", "CA1024", Justification = "A picture taken at one moment.")]
    public RouterStatus GetStatus() => new(
        [.. catalog.List().Select(m => new ModelStatus(m.Id, m.State, m.Busy, CircuitOf(m), m.Measured.TimeToFirstToken, m.Measured.TokensPerSecond))],
        catalog.Default?.Id, catalog.MemoryUsed, catalog.MemoryBudget);

    /// <summary>Chooses the model for a request without running it.</summary>
    /// <exception cref="UnknownModelException">The named model is not in the catalog, or the catalog is empty.</exception>
    /// <exception cref="NoModelException">Every model is left alone after failures.</exception>
    /// <exception cref="ArgumentException">There is no such strategy.</exception>
    public ModelChoice Choose(ChatOptions? options = null) => _chooser.Choose(Wishes.Of(options), []);

    /// <summary>Whether a model is asked, or left alone after failures.</summary>
    public CircuitState CircuitOf(Model model) => _chooser.CircuitOf(model).State;

    /// <inheritdoc/>
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="UnknownModelException">The named model is not in the catalog, or the catalog is empty.</exception>
    /// <exception cref="NoModelException">Several models were tried and failed, or all are left alone after failures.</exception>
    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var request = new RoutedRequest([.. messages], options);
        return StreamAsync((_, _) => Task.FromResult(request), options, cancellationToken);
    }

    /// <summary>Answers a request that is made ready anew for each model that is tried.</summary>
    /// <param name="prepare">
    /// Told the choice when the model is in memory; it may wait for a turn, and count tokens by that model. Where it throws
    /// <see cref="ModelBusyException"/> or <see cref="PromptTooLongException"/>, the next model is tried.
    /// </param>
    /// <param name="options">Names the model, or the strategy.</param>
    /// <param name="cancellationToken">Ends the answer.</param>
    public async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(
        Func<ModelChoice, CancellationToken, Task<RoutedRequest>> prepare,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prepare);
        var (attempt, early) = await BeginAsync(prepare, Wishes.Of(options), cancellationToken).ConfigureAwait(false);
        await using var _ = attempt.ConfigureAwait(false);
        foreach (var update in early) yield return update;
        while (await attempt.ContinueAsync().ConfigureAwait(false) is { } update) yield return update;
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null) return null;
        if (serviceType.IsInstanceOfType(this)) return this;
        return serviceType == typeof(ModelCatalog) ? catalog : null;
    }

    /// <summary>Does nothing: the catalog owns the models.</summary>
    public void Dispose()
    {
    }

    async Task<(Attempt Attempt, IReadOnlyList<ChatResponseUpdate> Early)> BeginAsync(
        Func<ModelChoice, CancellationToken, Task<RoutedRequest>> prepare, Wishes wishes, CancellationToken stop)
    {
        var failed = new List<FailedAttempt>();
        while (true)
        {
            var attempt = Next(wishes, failed, stop);
            try
            {
                return (attempt, await attempt.BeginAsync(catalog, prepare).ConfigureAwait(false));
            }
            catch (Exception e)
            {
                await attempt.DisposeAsync().ConfigureAwait(false);
                if (wishes.ModelId is not null || stop.IsCancellationRequested || !MayTryNext(attempt, e)) throw;
                failed.Add(new(attempt.Choice.Model, e));
            }
        }
    }

    Attempt Next(Wishes wishes, List<FailedAttempt> failed, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        while (true)
        {
            var choice = ChooseNext(wishes, failed);
            var circuit = _chooser.CircuitOf(choice.Model);
            // Whoever names a model gets it, also while others are kept from it.
            if (circuit.TryPass() || wishes.ModelId is not null) return new Attempt(choice, circuit, _options, _time, stop);
        }
    }

    ModelChoice ChooseNext(Wishes wishes, List<FailedAttempt> failed)
    {
        try
        {
            if (failed.Count < _options.Attempts) return _chooser.Choose(wishes, failed);
        }
        catch (NoModelException) when (failed.Count == 1)
        {
        }
        if (failed.Count == 1) ExceptionDispatchInfo.Throw(failed[0].Error);
        throw new NoModelException(failed);
    }

    async Task<Model> FetchAsync(string reference, IProgress<PullProgress>? pulling, CancellationToken stop)
    {
        if (folder is null) throw Unknown(reference);
        if (IsPulled(reference)) return (await folder.PullAsync(catalog, reference, null, pulling, stop).ConfigureAwait(false)).Model;
        if (!File.Exists(reference)) throw Unknown(reference);
        var model = folder.OpenFile(reference);
        catalog.Add(model);
        return model;
    }

    static bool IsPulled(string reference) => reference.StartsWith("hf:", StringComparison.OrdinalIgnoreCase)
        || (Uri.TryCreate(reference, UriKind.Absolute, out var address) && address.Scheme is "http" or "https");

    UnknownModelException Unknown(string id) => new(id, [.. catalog.List().Select(model => model.Id)]);

    static bool MayTryNext(Attempt attempt, Exception e) => e switch
    {
        ModelBusyException or PromptTooLongException or ModelUnloadedException or ModelMemoryException => true,
        ArgumentException => false,
        _ => attempt.WasAsked || attempt.Choice.Model.State == ModelState.Failed,
    };
}
