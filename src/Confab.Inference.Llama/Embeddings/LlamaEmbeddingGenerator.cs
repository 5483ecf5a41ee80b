using Confab.Inference.Catalog;
using Microsoft.Extensions.AI;

namespace Confab.Inference.Llama.Embeddings;

/// <summary>
/// Makes embeddings of length 1, so that the sum of two embeddings' products is their cosine. They are pooled as the
/// model's file says, and as the mean of all tokens where it says nothing.
/// </summary>
/// <remarks>
/// Its memory is taken with the first call: about <see cref="MaxTokens"/> times the vocabulary times 8 bytes. Calls wait
/// for each other; the model's answers go on meanwhile. It belongs to its model and ends with it.
/// </remarks>
public sealed class LlamaEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>, IAsyncDisposable
{
    readonly LoadedModel _loaded;
    readonly Func<EmbeddingContext> _create;
    readonly EmbeddingGeneratorMetadata _metadata;
    readonly SemaphoreSlim _turn = new(1);
    readonly CancellationTokenSource _stopping = new();
    EmbeddingContext? _context;

    internal LlamaEmbeddingGenerator(LoadedModel loaded, int maxTokens, int dimensions, Func<EmbeddingContext> create)
    {
        _loaded = loaded;
        _create = create;
        MaxTokens = maxTokens;
        _metadata = new("llama", defaultModelId: loaded.Id, defaultModelDimensions: dimensions);
    }

    /// <summary>The tokens that one text may have: what the model was trained for, at most <see cref="LlamaOptions.BatchSize"/>.</summary>
    public int MaxTokens { get; }

    /// <inheritdoc/>
    /// <exception cref="PromptTooLongException">A text has more than <see cref="MaxTokens"/> tokens; nothing was computed.</exception>
    /// <exception cref="ArgumentException">A text is empty, or the options ask for a size that the model does not have.</exception>
    /// <exception cref="ModelUnloadedException">The model was unloaded.</exception>
    /// <exception cref="Decoding.DecodeFailedException">llama.cpp could not compute them.</exception>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (options?.Dimensions is { } size && size != _metadata.DefaultModelDimensions)
            throw new ArgumentException($"The model '{_loaded.Id}' makes embeddings of {_metadata.DefaultModelDimensions} numbers, not of {size}.", nameof(options));
        int[][] texts = [.. values.Select(TokensOf)];
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
        try
        {
            await _turn.WaitAsync(either.Token).ConfigureAwait(false);
            try
            {
                return await Task.Run(() => Compute(texts, either.Token), either.Token).ConfigureAwait(false);
            }
            finally
            {
                _turn.Release();
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ModelUnloadedException(_loaded.Id);
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null) return null;
        if (serviceType == typeof(EmbeddingGeneratorMetadata)) return _metadata;
        return serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <summary>Does nothing: the model owns it.</summary>
    public void Dispose()
    {
    }

    /// <summary>Ends what is running and frees the memory.</summary>
    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _turn.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        _context?.Dispose();
        _context = null;
        _turn.Release();
    }

    int[] TokensOf(string text)
    {
        var tokens = _loaded.TokenizeAlone(text);
        if (tokens.Length == 0) throw new ArgumentException("There is nothing in the text to make an embedding of.", nameof(text));
        return tokens.Length <= MaxTokens ? tokens : throw new PromptTooLongException(tokens.Length, MaxTokens);
    }

    GeneratedEmbeddings<Embedding<float>> Compute(int[][] texts, CancellationToken stop)
    {
        _context ??= _create();
        var created = DateTimeOffset.UtcNow;
        var embeddings = new GeneratedEmbeddings<Embedding<float>>(texts.Length);
        while (embeddings.Count < texts.Length)
        {
            stop.ThrowIfCancellationRequested();
            var next = texts.AsSpan(embeddings.Count, Fitting(texts.AsSpan(embeddings.Count)));
            foreach (var numbers in _context.Compute(next))
                embeddings.Add(new Embedding<float>(numbers) { ModelId = _loaded.Id, CreatedAt = created });
        }
        var tokens = texts.Sum(text => (long)text.Length);
        embeddings.Usage = new UsageDetails { InputTokenCount = tokens, TotalTokenCount = tokens };
        return embeddings;
    }

    /// <summary>How many of the texts fit into one step.</summary>
    int Fitting(ReadOnlySpan<int[]> texts)
    {
        var (count, tokens) = (0, 0);
        while (count < texts.Length && count < EmbeddingContext.MostTexts && tokens + texts[count].Length <= MaxTokens) tokens += texts[count++].Length;
        return count;
    }
}
