using System.Globalization;
using Confab.Inference.Catalog;
using Confab.Inference.Llama.Decoding;
using Confab.Inference.Llama.Embeddings;
using Confab.Inference.Llama.Gguf;
using Confab.Inference.Llama.Native;
using Confab.Inference.Llama.Prompts;
using Microsoft.Extensions.AI;

namespace Confab.Inference.Llama;

/// <summary>Loads GGUF models into this process.</summary>
public static class LlamaEngine
{
    /// <summary>
    /// Loads a model, named by its file's name without the ending. A model that only makes embeddings loads too: its
    /// client refuses to chat and gives an embedding generator (<c>GetService</c>), as every model does that has one.
    /// </summary>
    /// <param name="path">The GGUF file.</param>
    /// <param name="options">How to run it; the defaults where null.</param>
    /// <param name="progress">Told how much is loaded, 0 to 1.</param>
    /// <param name="describe">Says more of it than its file does, or otherwise.</param>
    /// <param name="cancellationToken">Ends the loading.</param>
    /// <exception cref="ModelLoadException">The file cannot be used.</exception>
    /// <exception cref="LlamaNativesException">llama.cpp's libraries are missing or of another version.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its limits.</exception>
    public static Task<Model> LoadAsync(
        string path,
        LlamaOptions? options = null,
        IProgress<float>? progress = null,
        Func<ModelCard, ModelCard>? describe = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new LlamaOptions();
        options.Validate();
        return Task.Run(async () =>
        {
            var card = CardOf(path, options);
            card = describe?.Invoke(card) ?? card;
            return new Model(card, await LoadAsync(card, options, progress, cancellationToken).ConfigureAwait(false), Loader(card, options));
        }, cancellationToken);
    }

    /// <summary>Knows a model by its file's header, and loads it when it is needed.</summary>
    /// <param name="path">The GGUF file.</param>
    /// <param name="options">How to run it; the defaults where null.</param>
    /// <param name="describe">Says more of it than its file does, or otherwise.</param>
    /// <exception cref="ModelLoadException">The file cannot be used.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its limits.</exception>
    public static Model Open(string path, LlamaOptions? options = null, Func<ModelCard, ModelCard>? describe = null)
    {
        options ??= new LlamaOptions();
        var card = CardOf(path, options);
        return new Model(describe?.Invoke(card) ?? card, Loader(card, options));
    }

    /// <summary>
    /// Says what a file holds and what it would take to run it, from its first few megabytes and without llama.cpp: it
    /// takes milliseconds, however large the model is.
    /// </summary>
    /// <param name="path">The GGUF file.</param>
    /// <param name="options">How it would be run; the defaults where null.</param>
    /// <exception cref="ModelLoadException">The file cannot be used.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its limits.</exception>
    public static GgufCard Describe(string path, LlamaOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new LlamaOptions();
        options.Validate();
        return GgufDescription.Of(Path.GetFullPath(path), options);
    }

    static ModelLoader Loader(ModelCard card, LlamaOptions options) => (progress, stop) => LoadAsync(card, options, progress, stop);

    static Task<RunningModel> LoadAsync(ModelCard card, LlamaOptions options, IProgress<float>? progress, CancellationToken stop) =>
        Task.Run(() => Load(card.Source!, options, progress, stop), stop);

    static ModelCard CardOf(string path, LlamaOptions options)
    {
        var file = Describe(path, options);
        var id = Path.GetFileNameWithoutExtension(path);
        return new()
        {
            Id = id,
            Name = file.Name ?? id,
            Engine = "llama",
            Format = "gguf",
            Architecture = file.Architecture,
            Parameters = file.Parameters,
            Quantisation = file.Quantisation,
            SizeBytes = file.FileBytes,
            MemoryBytes = file.MemoryBytes,
            ContextLength = options.ContextLengthFor(file.ContextLength),
            Slots = file.IsEmbeddingOnly ? 1 : options.Slots,
            Capabilities = [.. CapabilitiesOf(file)],
            Source = Path.GetFullPath(path),
        };
    }

    static IEnumerable<string> CapabilitiesOf(GgufCard file)
    {
        if (!file.IsEmbeddingOnly)
        {
            if (file.HasChatTemplate) yield return "chat";
            yield return "completion";
            yield return "json";
            if (file.CallsTools) yield return "tools";
        }
        if (file.Pooling != PoolingType.Rank) yield return "embeddings";
    }

    static RunningModel Load(string path, LlamaOptions options, IProgress<float>? progress, CancellationToken stop)
    {
        LlamaRuntime.Start(options.NativesFolder);
        var model = ModelFile.Open(path, options, progress, stop);
        try
        {
            return Assemble(path, model, options);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    static RunningModel Assemble(string path, ModelHandle model, LlamaOptions options)
    {
        var vocabulary = new Vocabulary(model);
        if (!vocabulary.HasTokenizer) throw new ModelLoadException(path, "it has no tokenizer");
        var hasDecoder = LlamaApi.llama_model_has_decoder(model);
        if ((hasDecoder && LlamaApi.llama_model_has_encoder(model)) || LlamaApi.llama_model_is_diffusion(model))
            throw new ModelLoadException(path, "it does not generate text token by token");
        var loaded = new LoadedModel(Path.GetFileNameWithoutExtension(path), model, vocabulary);
        loaded.Embeddings = EmbeddingsOf(path, model, options, loaded);
        return new RunningModel
        {
            Client = ClientOf(path, model, options, loaded, vocabulary, hasDecoder),
            TextTokens = loaded.CountTokens,
            PromptTokens = messages => loaded.Tokenize(messages, isRaw: false).Length,
        };
    }

    static IChatClient ClientOf(string path, ModelHandle model, LlamaOptions options, LoadedModel loaded, Vocabulary vocabulary, bool hasDecoder)
    {
        var contextLength = options.ContextLengthFor(LlamaApi.llama_model_n_ctx_train(model));
        var context = hasDecoder ? ModelFile.CreateContext(path, model, options, contextLength) : null;
        if (context is { HasMemory: true }) return new LlamaChatClient(loaded, new DecodeLoop(loaded.Id, context, vocabulary, options, contextLength), contextLength);
        context?.Dispose();
        return loaded.Embeddings is not null ? new EmbeddingModelClient(loaded) : throw new ModelLoadException(path, "it neither generates text nor makes embeddings");
    }

    static LlamaEmbeddingGenerator? EmbeddingsOf(string path, ModelHandle model, LlamaOptions options, LoadedModel loaded)
    {
        var pooling = PoolingOf(model);
        if (pooling == PoolingType.Rank) return null;
        if (pooling == PoolingType.None) pooling = PoolingType.Mean;
        var tokens = Math.Min(LlamaApi.llama_model_n_ctx_train(model), options.BatchSize);
        return new(loaded, tokens, LlamaApi.llama_model_n_embd_out(model),
            () => ModelFile.CreateEmbeddingContext(path, model, options, pooling, tokens));
    }

    static PoolingType PoolingOf(ModelHandle model)
    {
        var architecture = ModelFile.Describe(model, "general.architecture");
        return int.TryParse(ModelFile.Describe(model, $"{architecture}.pooling_type"), CultureInfo.InvariantCulture, out var type)
            ? (PoolingType)type
            : PoolingType.None;
    }
}
