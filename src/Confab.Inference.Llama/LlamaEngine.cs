using Confab.Inference.Catalog;
using Confab.Inference.Llama.Decoding;
using Confab.Inference.Llama.Gguf;
using Confab.Inference.Llama.Native;
using Confab.Inference.Llama.Prompts;

namespace Confab.Inference.Llama;

/// <summary>Loads GGUF models into this process.</summary>
public static class LlamaEngine
{
    const int DefaultContextLength = 4096;

    /// <summary>Loads a model, named by its file's name without the ending.</summary>
    /// <param name="path">The GGUF file.</param>
    /// <param name="options">How to run it; the defaults where null.</param>
    /// <param name="progress">Told how much is loaded, 0 to 1.</param>
    /// <param name="cancellationToken">Ends the loading.</param>
    /// <exception cref="ModelLoadException">The file cannot be used.</exception>
    /// <exception cref="LlamaNativesException">llama.cpp's libraries are missing or of another version.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its limits.</exception>
    public static Task<Model> LoadAsync(
        string path,
        LlamaOptions? options = null,
        IProgress<float>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new LlamaOptions();
        options.Validate();
        return Task.Run(() => Load(Path.GetFullPath(path), options, progress, cancellationToken), cancellationToken);
    }

    static Model Load(string path, LlamaOptions options, IProgress<float>? progress, CancellationToken stop)
    {
        GgufFile.Check(path);
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

    static Model Assemble(string path, ModelHandle model, LlamaOptions options)
    {
        var vocabulary = new Vocabulary(model);
        if (!vocabulary.HasTokenizer) throw new ModelLoadException(path, "it has no tokenizer");
        if (LlamaApi.llama_model_has_encoder(model) || !LlamaApi.llama_model_has_decoder(model))
            throw new ModelLoadException(path, "it does not generate text");

        var contextLength = options.ContextLength ?? Math.Min(LlamaApi.llama_model_n_ctx_train(model), DefaultContextLength);
        var context = ModelFile.CreateContext(path, model, options, contextLength);
        var id = Path.GetFileNameWithoutExtension(path);
        var loop = new DecodeLoop(id, context, vocabulary, options, contextLength);
        var client = new LlamaChatClient(new LoadedModel(id, model, vocabulary, loop, contextLength));
        var card = new ModelCard
        {
            Id = id,
            Name = ModelFile.NameOf(model) ?? id,
            Engine = "llama",
            Format = "gguf",
            SizeBytes = new FileInfo(path).Length,
            ContextLength = contextLength,
            Slots = options.Slots,
            Capabilities = ["chat", "completion"],
            Source = path,
        };
        return client.Model = new Model(card, new RunningModel { Client = client, TextTokens = client.CountTokens, PromptTokens = client.CountPromptTokens });
    }
}
