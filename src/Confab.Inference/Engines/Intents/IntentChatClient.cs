using System.Runtime.CompilerServices;
using Confab.Inference.Streaming;
using Microsoft.Extensions.AI;

namespace Confab.Inference.Engines.Intents;

/// <summary>
/// The built-in keyword agent. It needs no weights, answers from a small table, and says plainly that no language
/// model is loaded. A word counts as a token.
/// </summary>
/// <param name="wordDelay">The pause before each word but the first; 30 ms where null, none where zero.</param>
/// <param name="time">The clock; the system's where null.</param>
public sealed class IntentChatClient(TimeSpan? wordDelay = null, TimeProvider? time = null) : IChatClient
{
    readonly TimeSpan _wordDelay = wordDelay ?? TimeSpan.FromMilliseconds(30);
    readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <inheritdoc/>
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        if (options?.MaxOutputTokens is < 1)
            throw new ArgumentOutOfRangeException(nameof(options), options.MaxOutputTokens, "MaxOutputTokens must be at least 1.");

        var history = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var answer = new IntentAnswer(IntentOf(history)?.Answer ?? IntentTable.DefaultAnswer, options);
        var responseId = Guid.CreateVersion7().ToString();
        foreach (var word in answer.Words)
        {
            if (!word.IsFirst) await PauseAsync(cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            yield return Update(responseId, GeneratedText.Create(word.Text, 1));
        }
        var end = Update(responseId, new UsageContent(answer.Usage(history)));
        end.FinishReason = answer.FinishReason;
        yield return end;
    }

    /// <summary>What one might ask after its answer to these messages: 3 to 5 short questions that it can answer.</summary>
    public static IReadOnlyList<string> SuggestAfter(IEnumerable<ChatMessage> messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return IntentOf(messages)?.Suggestions ?? IntentTable.DefaultSuggestions;
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null) return null;
        return serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <summary>Does nothing: the agent holds nothing.</summary>
    public void Dispose()
    {
    }

    internal static int CountWords(string text) => IntentAnswer.CutIntoWords(text).Count();

    static Intent? IntentOf(IEnumerable<ChatMessage> messages)
    {
        var question = Question.In(messages);
        // MaxBy keeps the first of equals, and so the order of the table.
        var best = IntentTable.All.MaxBy(intent => intent.CountHits(question))!;
        return best.CountHits(question) > 0 ? best : null;
    }

    Task PauseAsync(CancellationToken stop) =>
        _wordDelay > TimeSpan.Zero ? Task.Delay(_wordDelay, _time, stop) : Task.CompletedTask;

    ChatResponseUpdate Update(string responseId, AIContent content) => new(ChatRole.Assistant, [content])
    {
        ResponseId = responseId,
        MessageId = responseId,
        ModelId = IntentModel.Id,
        CreatedAt = _time.GetUtcNow(),
    };
}
