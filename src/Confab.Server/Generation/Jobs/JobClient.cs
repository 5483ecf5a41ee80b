using Confab.Inference.Routing;
using Confab.Server.Replies;
using Microsoft.Extensions.AI;

namespace Confab.Server.Generation.Jobs;

/// <summary>The router as jobs see it: behind the same fair line as everything else. Who asks travels with the question.</summary>
sealed class JobClient(ModelRouter router, ReplyQueue queue, ReplyOptions options) : IChatClient
{
    const string AskerKey = "asker";

    public static IReadOnlyList<ChatMessage> AskedBy(Asker asker, IReadOnlyList<ChatMessage> messages)
    {
        (messages[0].AdditionalProperties ??= [])[AskerKey] = asker;
        return messages;
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var prompt = new DirectPrompt([.. messages]);
        var wishes = options ?? new ChatOptions();
        return router.StreamAsync((choice, stop) => PrepareAsync(choice, prompt, wishes, stop), wishes, cancellationToken);
    }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    async Task<RoutedRequest> PrepareAsync(ModelChoice choice, DirectPrompt prompt, ChatOptions wishes, CancellationToken stop)
    {
        var asker = (Asker)prompt.Messages[0].AdditionalProperties![AskerKey]!;
        var turn = await queue.EnterAsync(choice.Model, asker, (_, _) => { }, stop);
        try
        {
            var made = prompt.Fit(choice.Model, wishes, options);
            return new RoutedRequest(made.Messages, made.Bound(wishes, choice.Model), turn);
        }
        catch
        {
            turn.Dispose();
            throw;
        }
    }
}
