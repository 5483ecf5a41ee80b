using Confab.Inference.Catalog;
using Microsoft.Extensions.AI;

namespace Confab.Tests.Memory;

/// <summary>An embedding model whose idea of what is alike a test gives: texts of one meaning have one direction.</summary>
sealed class ScriptedEmbedder(Func<string, float[]> embed) : IChatClient, IEmbeddingGenerator<string, Embedding<float>>
{
    int _calls;

    public int Calls => _calls;

    public static Model As(string id, ScriptedEmbedder embedder) => new(
        new ModelCard { Id = id, Name = id, Engine = "scripted", ContextLength = 512, Slots = 1, Capabilities = ["embeddings"] },
        new RunningModel { Client = embedder, TextTokens = text => text.Length, PromptTokens = messages => messages.Count });

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _calls);
        return Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(values.Select(text => new Embedding<float>(embed(text)))));
    }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose() { }
}
