using System.Runtime.CompilerServices;
using Confab.Inference.Catalog;
using Confab.Inference.Streaming;
using Microsoft.Extensions.AI;

namespace Confab.Bench.Bytes;

/// <summary>Says a word every millisecond or so, until it has said enough.</summary>
sealed class SteadyModel(int tokens) : IChatClient
{
    public static Model Of(int tokens, string id = "steady", long? parameters = null) => new(
        new ModelCard { Id = id, Name = id, Engine = "bench", ContextLength = 8192, Slots = 1, Parameters = parameters },
        new RunningModel { Client = new SteadyModel(tokens), TextTokens = text => text.Length / 5, PromptTokens = messages => messages.Sum(m => m.Text.Length / 5) });

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var i = 0; i < tokens; i++)
        {
            await Task.Delay(1, cancellationToken);
            yield return new ChatResponseUpdate(ChatRole.Assistant, [GeneratedText.Create(" word", 1)]);
        }
        yield return new ChatResponseUpdate(ChatRole.Assistant, []) { FinishReason = ChatFinishReason.Stop };
    }

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose() { }
}
