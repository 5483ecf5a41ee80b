using System.ClientModel;
using System.Runtime.CompilerServices;
using System.Text;
using Confab.Inference.Engines.Remote;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatFinishReason = Microsoft.Extensions.AI.ChatFinishReason;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;
using ServiceFinishReason = OpenAI.Chat.ChatFinishReason;

namespace Confab.Inference.Engines.OpenAi;

/// <summary>OpenAI's own client behind the seam that all models share. It always streams.</summary>
sealed class Completions(ChatClient client, CompletionOptions options, EndpointFaults faults) : IChatClient
{
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    // What is wrong with the request itself is thrown here, before anything that comes could be blamed for it.
    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? wishes = null, CancellationToken cancellationToken = default) => ReadAsync(
            client.CompleteChatStreamingAsync([.. messages.SelectMany(CompletionMessages.From)], options.From(wishes ?? new()), cancellationToken),
            cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    async IAsyncEnumerable<ChatResponseUpdate> ReadAsync(
        AsyncCollectionResult<StreamingChatCompletionUpdate> updates, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var calls = new ToolCalls();
        await foreach (var update in updates.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            ThrowIfError(update);
            calls.Add(update.ToolCallUpdates);
            yield return new ChatResponseUpdate(ChatRole.Assistant, Contents(update)) { FinishReason = FinishReason(update.FinishReason) };
        }
        if (calls.Any) yield return new ChatResponseUpdate(ChatRole.Assistant, calls.Take());
    }

    static List<AIContent> Contents(StreamingChatCompletionUpdate update)
    {
        List<AIContent> contents = [.. update.ContentUpdate.Where(part => part.Text is not null).Select(part => new TextContent(part.Text))];
        if (update.RefusalUpdate is { Length: > 0 } refusal) contents.Add(new TextContent(refusal));
        if (update.Usage is { } usage) contents.Add(new UsageContent(Usage(usage)));
        return contents;
    }

    static UsageDetails Usage(ChatTokenUsage usage) => new()
    {
        InputTokenCount = usage.InputTokenCount,
        OutputTokenCount = usage.OutputTokenCount,
        TotalTokenCount = usage.TotalTokenCount,
        CachedInputTokenCount = usage.InputTokenDetails?.CachedTokenCount,
        ReasoningTokenCount = usage.OutputTokenDetails?.ReasoningTokenCount,
    };

    static ChatFinishReason? FinishReason(ServiceFinishReason? reason) => reason switch
    {
        null => null,
        ServiceFinishReason.Length => ChatFinishReason.Length,
        ServiceFinishReason.ContentFilter => ChatFinishReason.ContentFilter,
        ServiceFinishReason.ToolCalls or ServiceFinishReason.FunctionCall => ChatFinishReason.ToolCalls,
        _ => ChatFinishReason.Stop,
    };

    // The library passes over an error that comes in place of a piece; it keeps it among what it does not know.
    void ThrowIfError(StreamingChatCompletionUpdate update)
    {
        if (!update.Patch.Contains("$.error"u8) || !update.Patch.TryGetJson("$.error"u8, out var error)) return;
        throw faults.Reported(ErrorBody.Parse(Encoding.UTF8.GetString(error.Span)));
    }
}
