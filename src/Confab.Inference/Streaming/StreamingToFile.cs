using System.Runtime.ExceptionServices;
using System.Text;
using Confab.Inference.Files;
using Confab.Inference.Prompts;
using Confab.Inference.Streaming.Events;
using Microsoft.Extensions.AI;

namespace Confab.Inference.Streaming;

/// <summary>Streams an answer into a file.</summary>
public static class StreamingToFile
{
    /// <summary>
    /// Writes an answer as UTF-8 to a file, which appears when the answer is complete. If it breaks off or is cancelled,
    /// nothing is left behind and a file that was there is untouched. A pipe or a device gets the text as it comes.
    /// </summary>
    /// <param name="client">Who answers.</param>
    /// <param name="prompt">What is asked.</param>
    /// <param name="path">The file; its folder must be there. It is tried before the model is asked.</param>
    /// <param name="progress">Told a few times a second how far it is.</param>
    /// <param name="time">The clock; the system's where null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task<StreamedFile> StreamToFileAsync(
        this IChatClient client, ChatPrompt prompt, string path,
        IProgress<GenerationEvent.Progress>? progress = null, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var events = client.StreamWithEventsAsync(prompt, time: time, cancellationToken: cancellationToken);
        using var file = new AtomicFile(path);
        var (characters, answer) = await WriteAsync(file.Content, events, progress, cancellationToken).ConfigureAwait(false);
        file.Commit();
        return new(Path.GetFullPath(path), characters, answer);
    }

    /// <inheritdoc cref="StreamToFileAsync(IChatClient, ChatPrompt, string, IProgress{GenerationEvent.Progress}?, TimeProvider?, CancellationToken)"/>
    public static Task<StreamedFile> StreamToFileAsync(
        this IChatClient client, string prompt, string path, PromptOptions? options = null,
        IProgress<GenerationEvent.Progress>? progress = null, TimeProvider? time = null, CancellationToken cancellationToken = default) =>
        client.StreamToFileAsync(new ChatPrompt(prompt, options), path, progress, time, cancellationToken);

    static async Task<(int Characters, GenerationEvent.Completed Answer)> WriteAsync(
        Stream file, IAsyncEnumerable<GenerationEvent> events, IProgress<GenerationEvent.Progress>? progress, CancellationToken stop)
    {
        var text = new TextBytes();
        var characters = 0;
        await foreach (var next in events.ConfigureAwait(false))
        {
            switch (next)
            {
                case GenerationEvent.Token token:
                    characters += token.Text.Length;
                    await file.WriteAsync(text.Next(token.Text), stop).ConfigureAwait(false);
                    await file.FlushAsync(stop).ConfigureAwait(false);
                    break;
                case GenerationEvent.Progress far:
                    progress?.Report(far);
                    break;
                case GenerationEvent.Failed failed:
                    ExceptionDispatchInfo.Throw(failed.Error);
                    break;
                case GenerationEvent.Completed completed:
                    await file.WriteAsync(text.Last(), stop).ConfigureAwait(false);
                    return (characters, completed);
            }
        }
        throw new InvalidOperationException("The answer had no end.");
    }

    /// <summary>UTF-8 of a text in pieces. Half a character waits for its other half.</summary>
    sealed class TextBytes
    {
        readonly Encoder _encoder = Encoding.UTF8.GetEncoder();

        public ReadOnlyMemory<byte> Next(string piece) => Encode(piece, isLast: false);

        public ReadOnlyMemory<byte> Last() => Encode("", isLast: true);

        byte[] Encode(string piece, bool isLast)
        {
            var bytes = new byte[_encoder.GetByteCount(piece, isLast)];
            _encoder.GetBytes(piece, bytes, isLast);
            return bytes;
        }
    }
}
