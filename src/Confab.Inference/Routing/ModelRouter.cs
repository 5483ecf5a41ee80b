using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Confab.Inference.Catalog;
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
public sealed class ModelRouter(ModelCatalog catalog, RouterOptions? options = null, TimeProvider? time = null) : IChatClient
{
    readonly RouterOptions _options = options ?? new RouterOptions();
    readonly TimeProvider _time = time ?? TimeProvider.System;
    readonly Chooser _chooser = new(catalog, options ?? new RouterOptions(), time ?? TimeProvider.System);

    /// <summary>The models that it chooses from.</summary>
    public ModelCatalog Catalog => catalog;

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

    static bool MayTryNext(Attempt attempt, Exception e) => e switch
    {
        ModelBusyException or PromptTooLongException or ModelUnloadedException or ModelMemoryException => true,
        ArgumentException => false,
        _ => attempt.WasAsked || attempt.Choice.Model.State == ModelState.Failed,
    };
}
