using System.Runtime.CompilerServices;
using Confab.Inference.Catalog;
using Confab.Inference.Llama.Decoding;
using Confab.Inference.Streaming;
using Confab.Inference.Tools;
using Microsoft.Extensions.AI;

namespace Confab.Inference.Llama;

/// <summary>
/// Talks to one GGUF model. Requests run side by side, batched into the same steps. Ending a stream early, by its
/// token or by disposing its enumerator, frees its slot within one step.
/// </summary>
/// <remarks>
/// Besides the options of <see cref="ChatOptions"/> it reads these additional properties: <c>repeat_penalty</c> and
/// <c>min_p</c> (float), and <c>raw_prompt</c> (bool): the only message is continued as plain text, without the chat
/// template. A reader that is slower than the model delays nobody; what waits for it is bounded by
/// <see cref="ChatOptions.MaxOutputTokens"/>.
/// <para>
/// <see cref="ChatOptions.ResponseFormat"/> is kept to the letter: with a schema the answer fits it, without one it is any
/// JSON value, unless its tokens end first (<see cref="ChatFinishReason.Length"/>). Properties come in the schema's order.
/// Keywords of JSON schema that no grammar can express are refused, not ignored.
/// </para>
/// <para>
/// <see cref="ChatOptions.Tools"/> are offered and called in writing, see <see cref="TaggedTools"/>; a model whose template knows
/// that has the capability <c>tools</c>.
/// </para>
/// </remarks>
public sealed class LlamaChatClient : IChatClient, IAsyncDisposable
{
    const int DefaultMaxOutputTokens = 512;

    readonly LoadedModel _loaded;
    readonly int _contextLength;

    internal LlamaChatClient(LoadedModel loaded, DecodeLoop loop, int contextLength)
    {
        _loaded = loaded;
        Loop = loop;
        _contextLength = contextLength;
    }

    internal DecodeLoop Loop { get; }

    /// <inheritdoc/>
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="PromptTooLongException">The prompt does not fit into the context.</exception>
    /// <exception cref="ChatTemplateException">The model cannot read chat messages.</exception>
    /// <exception cref="ArgumentException">An option is out of its limits, or the schema is invalid or not supported.</exception>
    /// <exception cref="ModelUnloadedException">The model was unloaded.</exception>
    /// <exception cref="DecodeFailedException">llama.cpp could not compute the answer.</exception>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        cancellationToken.ThrowIfCancellationRequested();
        var generation = Prepare([.. messages], options);
        var responseId = Guid.CreateVersion7().ToString();
        await Loop.EnqueueAsync(generation, cancellationToken).ConfigureAwait(false);
        try
        {
            var calls = MayCall(options) ? new TaggedCallReader() : null;
            await foreach (var piece in generation.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                if (calls is null) yield return Update(responseId, GeneratedText.Create(piece.Text, piece.Tokens));
                else foreach (var content in Weighed(calls.Read(piece.Text), piece.Tokens)) yield return Update(responseId, content);
            }
            foreach (var content in calls?.End() ?? []) yield return Update(responseId, content);
            var end = Update(responseId, new UsageContent(Usage(generation)));
            end.FinishReason = calls?.HasCalled == true ? ChatFinishReason.ToolCalls : generation.FinishReason;
            yield return end;
        }
        finally
        {
            generation.Cancel();
        }
    }

    /// <summary>
    /// Gives an <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/> of
    /// texts where the model makes embeddings; the model owns it.
    /// </summary>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null) return null;
        if (serviceType.IsInstanceOfType(this)) return this;
        return _loaded.Embeddings?.GetService(serviceType);
    }

    /// <summary>Ends what is running and frees the model's memory; waits for the step that is being computed.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>Ends what is running and frees the model's memory.</summary>
    public async ValueTask DisposeAsync()
    {
        await Loop.DisposeAsync().ConfigureAwait(false);
        await _loaded.DisposeAsync().ConfigureAwait(false);
    }

    Generation Prepare(List<ChatMessage> messages, ChatOptions? options)
    {
        var limit = options?.MaxOutputTokens ?? DefaultMaxOutputTokens;
        if (limit < 1) throw new ArgumentOutOfRangeException(nameof(options), limit, "MaxOutputTokens must be at least 1.");
        var sampling = Sampling.From(options);
        if (options?.Instructions is { Length: > 0 } instructions) messages.Insert(0, new(ChatRole.System, instructions));
        if (!IsRaw(options)) messages = [.. TaggedTools.Write(messages, MayCall(options) ? options!.Tools : null)];
        var prompt = _loaded.Tokenize(messages, IsRaw(options));
        if (prompt.Length > _contextLength) throw new PromptTooLongException(prompt.Length, _contextLength);
        return new()
        {
            Prompt = prompt,
            MaxTokens = limit,
            Sampling = sampling,
            Stops = [.. options?.StopSequences ?? []],
            Grammar = _loaded.GrammarOf(options?.ResponseFormat),
        };
    }

    static bool MayCall(ChatOptions? options) => options is { Tools.Count: > 0, ToolMode: not NoneChatToolMode } && !IsRaw(options);

    // The first text carries the piece's tokens.
    static IEnumerable<AIContent> Weighed(IEnumerable<AIContent> contents, int tokens)
    {
        foreach (var content in contents)
        {
            if (content is not TextContent text)
            {
                yield return content;
                continue;
            }
            yield return GeneratedText.Create(text.Text, tokens);
            tokens = 0;
        }
    }

    static bool IsRaw(ChatOptions? options) =>
        options?.AdditionalProperties?.TryGetValue("raw_prompt", out bool isRaw) == true && isRaw;

    static UsageDetails Usage(Generation generation) => new()
    {
        InputTokenCount = generation.Prompt.Length,
        CachedInputTokenCount = generation.CachedTokens,
        OutputTokenCount = generation.GeneratedTokens,
        TotalTokenCount = generation.Prompt.Length + generation.GeneratedTokens,
    };

    ChatResponseUpdate Update(string responseId, AIContent content) => new(ChatRole.Assistant, [content])
    {
        ResponseId = responseId,
        MessageId = responseId,
        ModelId = _loaded.Id,
    };
}
