using System.Runtime.CompilerServices;
using Confab.Inference.Prompts;
using Microsoft.Extensions.AI;

namespace Confab.Inference.Streaming.Events;

/// <summary>Streams an answer as events.</summary>
public static class GenerationEvents
{
    static readonly TimeSpan DefaultProgressInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Streams an answer as events, of which exactly the last one is an end. Whatever the client throws becomes
    /// <see cref="GenerationEvent.Failed"/>. Only the caller's own cancellation is thrown, as an
    /// <see cref="OperationCanceledException"/> in place of an end: who cancels needs no telling.
    /// </summary>
    /// <param name="client">Who answers.</param>
    /// <param name="prompt">What is asked.</param>
    /// <param name="options">What is wished of the answer.</param>
    /// <param name="progressInterval">The shortest time between two reports of progress; 250 ms where null.</param>
    /// <param name="time">The clock; the system's where null.</param>
    /// <param name="cancellationToken">Ends the reading and the generation.</param>
    public static IAsyncEnumerable<GenerationEvent> StreamWithEventsAsync(
        this IChatClient client, string prompt, PromptOptions? options = null,
        TimeSpan? progressInterval = null, TimeProvider? time = null, CancellationToken cancellationToken = default) =>
        client.StreamWithEventsAsync(new ChatPrompt(prompt, options), progressInterval, time, cancellationToken);

    /// <inheritdoc cref="StreamWithEventsAsync(IChatClient, string, PromptOptions?, TimeSpan?, TimeProvider?, CancellationToken)"/>
    public static IAsyncEnumerable<GenerationEvent> StreamWithEventsAsync(
        this IChatClient client, IEnumerable<ChatMessage> messages, PromptOptions? options = null,
        TimeSpan? progressInterval = null, TimeProvider? time = null, CancellationToken cancellationToken = default) =>
        client.StreamWithEventsAsync(new ChatPrompt(messages, options), progressInterval, time, cancellationToken);

    /// <inheritdoc cref="StreamWithEventsAsync(IChatClient, string, PromptOptions?, TimeSpan?, TimeProvider?, CancellationToken)"/>
    public static IAsyncEnumerable<GenerationEvent> StreamWithEventsAsync(
        this IChatClient client, ChatPrompt prompt,
        TimeSpan? progressInterval = null, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(prompt);
        return EventsOf(client, prompt, progressInterval ?? DefaultProgressInterval, time ?? TimeProvider.System, cancellationToken);
    }

    static async IAsyncEnumerable<GenerationEvent> EventsOf(
        IChatClient client, ChatPrompt prompt, TimeSpan interval, TimeProvider time, [EnumeratorCancellation] CancellationToken stop)
    {
        var (meter, sentences) = (new GenerationMeter(time), new Sentences());
        long? lastProgress = null;
        var hasStarted = false;
        await using var source = new PendingReads(client.StreamUpdatesAsync(prompt, CancellationToken.None), stop);
        while (await source.NextAsync().ConfigureAwait(false))
        {
            stop.ThrowIfCancellationRequested();
            var arrived = time.GetTimestamp();
            var offset = meter.Length;
            var text = meter.Add(source.Current);
            if (!hasStarted) yield return new GenerationEvent.Started(meter.Model);
            hasStarted = true;
            if (text.Length == 0) continue;

            var isNewSentence = sentences.Add(text);
            yield return new GenerationEvent.Token(text, meter.Tokens, offset, isNewSentence, sentences.Count);
            lastProgress ??= arrived;
            if (time.GetElapsedTime(lastProgress.Value, arrived) < interval) continue;
            lastProgress = arrived;
            yield return meter.Progress(prompt.Options.MaxTokens);
        }
        if (source.Failure is { } failure)
        {
            stop.ThrowIfCancellationRequested();
            yield return meter.Failed(failure);
            yield break;
        }
        if (!hasStarted) yield return new GenerationEvent.Started(null);
        yield return meter.Completed();
    }
}
