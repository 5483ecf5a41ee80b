using Microsoft.Extensions.AI;

namespace Confab.Inference.Llama.Embeddings;

/// <summary>Stands for a model that makes embeddings and nothing else.</summary>
sealed class EmbeddingModelClient(LoadedModel loaded) : IChatClient, IAsyncDisposable
{
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw NoAnswers();

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw NoAnswers();

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null) return null;
        return loaded.Embeddings?.GetService(serviceType) ?? (serviceType.IsInstanceOfType(this) ? this : null);
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    public ValueTask DisposeAsync() => loaded.DisposeAsync();

    ChatTemplateException NoAnswers() =>
        new($"The model '{loaded.Id}' makes embeddings only: it cannot answer. Choose a model that can chat.");
}
