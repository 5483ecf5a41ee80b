using System.Runtime.CompilerServices;
using Confab.Inference.Catalog;
using Microsoft.Extensions.AI;

namespace Confab.Inference.Engines.Remote;

/// <summary>
/// Talks to a model behind an endpoint through its service's own client library. Ending a stream early, by its token or by
/// disposing its enumerator, closes the HTTP request at once. Nothing is tried twice here: that is the router's business.
/// </summary>
/// <remarks>
/// Besides the options of <see cref="ChatOptions"/> it reads the additional properties <c>repeat_penalty</c> and
/// <c>min_p</c> (float) where the service knows them. <see cref="RemoteModelOptions"/> is one of its services.
/// </remarks>
abstract class RemoteChatClient : DelegatingChatClient
{
    readonly CancellationTokenSource _unloaded = new();
    readonly SemaphoreSlim _slots;
    readonly RemoteModelOptions _options;
    readonly Endpoint _endpoint;

    protected RemoteChatClient(IChatClient service, RemoteModelOptions options, Endpoint endpoint) : base(service) =>
        (_options, _endpoint, _slots) = (options, endpoint, new(options.Slots));

    protected EndpointFaults Faults => _endpoint.Faults;

    /// <inheritdoc/>
    public sealed override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="RemoteModelException">The endpoint did not answer, or not to the end.</exception>
    /// <exception cref="ModelUnloadedException">The model was unloaded.</exception>
    public sealed override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        cancellationToken.ThrowIfCancellationRequested();
        var (prompt, wishes) = Prepare([.. messages], options?.Clone() ?? new());
        var answer = new RemoteAnswer(options?.StopSequences);
        var responseId = Guid.CreateVersion7().ToString();

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _unloaded.Token);
        await WaitForSlotAsync(ending.Token, cancellationToken).ConfigureAwait(false);
        try
        {
            await using var updates = base.GetStreamingResponseAsync(prompt, wishes, ending.Token).GetAsyncEnumerator(ending.Token);
            while (!answer.HasStopped && await NextAsync(updates, cancellationToken).ConfigureAwait(false))
            {
                foreach (var content in answer.Take(updates.Current)) yield return Update(responseId, content);
            }
        }
        finally
        {
            _slots.Release();
        }
        if (answer.FinishReason is not { } finish) throw Faults.BrokenOff();
        if (answer.Rest() is { } rest) yield return Update(responseId, rest);
        var end = Update(responseId, new UsageContent(answer.Usage(() => TokenEstimate.OfPrompt(prompt))));
        end.FinishReason = finish;
        yield return end;
    }

    /// <inheritdoc/>
    public override object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null) return null;
        if (serviceType == typeof(RemoteModelOptions)) return _options;
        return serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <summary>The messages in the order that the service wants.</summary>
    protected virtual IReadOnlyList<ChatMessage> Arrange(IReadOnlyList<ChatMessage> messages) => messages;

    /// <summary>Takes out of the options, which are a copy, what the service would refuse.</summary>
    protected virtual void Limit(ChatOptions options)
    {
    }

    /// <summary>The fault behind an exception of the service's library; null where it is none of it.</summary>
    protected abstract RemoteModelException? FaultBehind(Exception exception);

    /// <summary>Ends what is running and closes the connections.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _unloaded.Cancel();
            _endpoint.Dispose();
        }
        base.Dispose(disposing);
    }

    /// <summary>An option that the seam has no word for.</summary>
    internal static float? Extra(ChatOptions options, string name) =>
        options.AdditionalProperties?.TryGetValue(name, out float value) == true ? value : null;

    (IReadOnlyList<ChatMessage> Prompt, ChatOptions Wishes) Prepare(List<ChatMessage> messages, ChatOptions options)
    {
        if (options.MaxOutputTokens is < 1)
            throw new ArgumentOutOfRangeException(nameof(options), options.MaxOutputTokens, "MaxOutputTokens must be at least 1.");
        // The id in the options is ours; the library was told the model's name there.
        options.ModelId = null;
        if (options.Instructions is { Length: > 0 } instructions) messages.Insert(0, new(ChatRole.System, instructions));
        options.Instructions = null;
        Limit(options);
        return (Arrange(messages), options);
    }

    async Task WaitForSlotAsync(CancellationToken ending, CancellationToken stop)
    {
        try
        {
            await _slots.WaitAsync(ending).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            throw stop.IsCancellationRequested ? new OperationCanceledException(stop) : new ModelUnloadedException(_options.IdOrModel);
        }
    }

    async Task<bool> NextAsync(IAsyncEnumerator<ChatResponseUpdate> updates, CancellationToken stop)
    {
        try
        {
            // What has arrived already is not given on either once nobody wants it.
            stop.ThrowIfCancellationRequested();
            return await updates.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            throw new OperationCanceledException(stop);
        }
        catch (Exception) when (_unloaded.IsCancellationRequested)
        {
            throw new ModelUnloadedException(_options.IdOrModel);
        }
        catch (Exception e) when (e is not RemoteModelException)
        {
            var fault = RemoteCause(e) ?? FaultBehind(e);
            if (fault is null) throw;
            throw fault;
        }
    }

    // Libraries wrap what comes from below them.
    static RemoteModelException? RemoteCause(Exception e)
    {
        for (var cause = e.InnerException; cause is not null; cause = cause.InnerException)
            if (cause is RemoteModelException fault) return fault;
        return null;
    }

    ChatResponseUpdate Update(string responseId, AIContent content) => new(ChatRole.Assistant, [content])
    {
        ResponseId = responseId,
        MessageId = responseId,
        ModelId = _options.IdOrModel,
        CreatedAt = _endpoint.Time.GetUtcNow(),
    };
}
