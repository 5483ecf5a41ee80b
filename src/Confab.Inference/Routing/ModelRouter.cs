using System.Runtime.CompilerServices;
using Confab.Inference.Catalog;
using Microsoft.Extensions.AI;

namespace Confab.Inference.Routing;

/// <summary>
/// One chat client in front of every model of a catalog. A request goes to the model that
/// <see cref="ChatOptions.ModelId"/> names, otherwise to the catalog's default.
/// </summary>
/// <remarks>It does not own the catalog: disposing the router leaves the models running.</remarks>
public sealed class ModelRouter(ModelCatalog catalog) : IChatClient
{
    /// <summary>Chooses the model for a request without running it.</summary>
    /// <exception cref="UnknownModelException">The named model is not in the catalog, or the catalog is empty.</exception>
    public ModelChoice Choose(ChatOptions? options = null) => options?.ModelId is { Length: > 0 } id
        ? new(catalog.Find(id) ?? throw Unknown(id), "requested", $"The request asked for '{id}'.")
        : ChooseDefault();

    /// <inheritdoc/>
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var model = Choose(options).Model;
        var response = await model.Client.GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
        response.ModelId = model.Id;
        return response;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var model = Choose(options).Model;
        var updates = model.Client.GetStreamingResponseAsync(messages, options, cancellationToken);
        await foreach (var update in updates.ConfigureAwait(false))
        {
            update.ModelId = model.Id;
            yield return update;
        }
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

    ModelChoice ChooseDefault()
    {
        var model = catalog.Default ?? throw Unknown("");
        var reason = model.Engine == "intents"
            ? "No language model is loaded, so the built-in agent answers."
            : $"'{model.Id}' is the default model.";
        return new(model, "default", reason);
    }

    UnknownModelException Unknown(string id) => new(id, [.. catalog.List().Select(model => model.Id)]);
}
