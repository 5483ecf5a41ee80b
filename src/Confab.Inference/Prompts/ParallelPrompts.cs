using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Channels;
using Confab.Inference.Streaming.Events;
using Microsoft.Extensions.AI;

namespace Confab.Inference.Prompts;

/// <summary>Several prompts side by side, so many at once.</summary>
/// <remarks>
/// A prompt that fails ends none of the others. Prompts are taken one by one as there is room, so that there may be more
/// of them than memory holds. Who stops reading, or cancels, ends all that run. A slow reader slows the models down
/// instead of filling the memory.
/// </remarks>
public static class ParallelPrompts
{
    const int Backlog = 64;

    /// <summary>Gives each prompt's whole answer when it is complete, in the order in which they become so.</summary>
    /// <param name="client">Who answers.</param>
    /// <param name="prompts">What is asked.</param>
    /// <param name="degree">How many run at once, 1 or more.</param>
    /// <param name="time">The clock; the system's where null.</param>
    /// <param name="cancellationToken">Ends all of them.</param>
    public static IAsyncEnumerable<PromptResult> RunAsync(
        IChatClient client, IEnumerable<ChatPrompt> prompts, int degree = 3, TimeProvider? time = null,
        CancellationToken cancellationToken = default) =>
        ResultsOf(StreamAsync(client, prompts, degree, time, cancellationToken), cancellationToken);

    /// <summary>Gives what happens to all of the prompts as it happens: for each prompt the events of one answer, in their order.</summary>
    /// <inheritdoc cref="RunAsync" path="/param"/>
    public static IAsyncEnumerable<PromptEvent> StreamAsync(
        IChatClient client, IEnumerable<ChatPrompt> prompts, int degree = 3, TimeProvider? time = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(prompts);
        ArgumentOutOfRangeException.ThrowIfLessThan(degree, 1);
        return EventsOf(client, prompts, degree, time, cancellationToken);
    }

    static async IAsyncEnumerable<PromptResult> ResultsOf(
        IAsyncEnumerable<PromptEvent> events, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var texts = new Dictionary<int, StringBuilder>();
        await foreach (var (index, prompt, next) in events.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (next is GenerationEvent.Started) texts[index] = new();
            if (next is GenerationEvent.Token token) texts[index].Append(token.Text);
            if (next is GenerationEvent.Completed completed) yield return Result(completed.Duration) with { Completed = completed };
            if (next is GenerationEvent.Failed failed) yield return Result(failed.Duration) with { Error = failed.Error };

            PromptResult Result(TimeSpan duration)
            {
                texts.Remove(index, out var text);
                return new(index, prompt, text?.ToString() ?? "", duration);
            }
        }
    }

    static async IAsyncEnumerable<PromptEvent> EventsOf(
        IChatClient client, IEnumerable<ChatPrompt> prompts, int degree, TimeProvider? time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var events = Channel.CreateBounded<PromptEvent>(Backlog);
        var running = AskAllAsync(client, prompts, degree, time, events.Writer, stop.Token);
        try
        {
            await foreach (var next in events.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false)) yield return next;
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await running.ConfigureAwait(false);
        }
    }

    // Never fails: what ended it is what the reader gets.
    static async Task AskAllAsync(
        IChatClient client, IEnumerable<ChatPrompt> prompts, int degree, TimeProvider? time, ChannelWriter<PromptEvent> events, CancellationToken stop)
    {
        var limits = new ParallelOptions { MaxDegreeOfParallelism = degree, CancellationToken = stop };
        var asking = Parallel.ForEachAsync(prompts.Index(), limits, async (item, ended) =>
        {
            await foreach (var next in client.StreamWithEventsAsync(item.Item, time: time, cancellationToken: ended).ConfigureAwait(false))
                await events.WriteAsync(new(item.Index, item.Item, next), ended).ConfigureAwait(false);
        });
        await asking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        events.Complete(asking.Exception?.InnerException);
    }
}
