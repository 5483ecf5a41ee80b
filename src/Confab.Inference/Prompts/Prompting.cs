using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Confab.Inference.Prompts;

/// <summary>Asks any chat client in one call.</summary>
/// <remarks>
/// A prompt is checked when the method is called. Everything else fails when the answer is read, by the client's own
/// exceptions; a cancelled token ends the reading with an <see cref="OperationCanceledException"/>.
/// </remarks>
public static class Prompting
{
    /// <summary>Streams the text of an answer, piece by piece as the model makes it.</summary>
    public static IAsyncEnumerable<string> StreamAsync(
        this IChatClient client, string prompt, PromptOptions? options = null, CancellationToken cancellationToken = default) =>
        client.StreamAsync(new ChatPrompt(prompt, options), cancellationToken);

    /// <inheritdoc cref="StreamAsync(IChatClient, string, PromptOptions?, CancellationToken)"/>
    public static IAsyncEnumerable<string> StreamAsync(
        this IChatClient client, IEnumerable<ChatMessage> messages, PromptOptions? options = null, CancellationToken cancellationToken = default) =>
        client.StreamAsync(new ChatPrompt(messages, options), cancellationToken);

    /// <inheritdoc cref="StreamAsync(IChatClient, string, PromptOptions?, CancellationToken)"/>
    public static IAsyncEnumerable<string> StreamAsync(this IChatClient client, ChatPrompt prompt, CancellationToken cancellationToken = default) =>
        TextsOf(client.StreamUpdatesAsync(prompt, cancellationToken), cancellationToken);

    /// <summary>Streams an answer as the client gives it: to gather it, to cut it into batches, or to read its usage.</summary>
    public static IAsyncEnumerable<ChatResponseUpdate> StreamUpdatesAsync(
        this IChatClient client, ChatPrompt prompt, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(prompt);
        return UpdatesOf(client, prompt, cancellationToken);
    }

    /// <summary>Waits for the whole answer and returns its text.</summary>
    public static Task<string> QuickAsync(
        this IChatClient client, string prompt, PromptOptions? options = null, CancellationToken cancellationToken = default) =>
        client.QuickAsync(new ChatPrompt(prompt, options), cancellationToken);

    /// <inheritdoc cref="QuickAsync(IChatClient, string, PromptOptions?, CancellationToken)"/>
    public static Task<string> QuickAsync(
        this IChatClient client, IEnumerable<ChatMessage> messages, PromptOptions? options = null, CancellationToken cancellationToken = default) =>
        client.QuickAsync(new ChatPrompt(messages, options), cancellationToken);

    /// <inheritdoc cref="QuickAsync(IChatClient, string, PromptOptions?, CancellationToken)"/>
    public static async Task<string> QuickAsync(this IChatClient client, ChatPrompt prompt, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(prompt);
        return (await client.GetResponseAsync(prompt.Messages, prompt.Options.ToChatOptions(), cancellationToken).ConfigureAwait(false)).Text;
    }

    // A client may throw as soon as it is called; here that comes with the first read, like every other failure.
    static async IAsyncEnumerable<ChatResponseUpdate> UpdatesOf(
        IChatClient client, ChatPrompt prompt, [EnumeratorCancellation] CancellationToken stop)
    {
        var updates = client.GetStreamingResponseAsync(prompt.Messages, prompt.Options.ToChatOptions(), stop);
        await foreach (var update in updates.ConfigureAwait(false)) yield return update;
    }

    static async IAsyncEnumerable<string> TextsOf(IAsyncEnumerable<ChatResponseUpdate> updates, [EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var update in updates.WithCancellation(stop).ConfigureAwait(false))
        {
            stop.ThrowIfCancellationRequested();
            if (update.Text is { Length: > 0 } text) yield return text;
        }
    }
}
