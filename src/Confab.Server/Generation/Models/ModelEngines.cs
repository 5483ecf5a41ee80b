using Confab.Inference.Catalog;
using Confab.Inference.Engines.Anthropic;
using Confab.Inference.Engines.OpenAi;
using Confab.Inference.Engines.Remote;
using Confab.Inference.Llama;

namespace Confab.Server.Generation.Models;

/// <summary>Makes models of files: weights for llama.cpp, settings for endpoints.</summary>
/// <param name="llama">How weights are run where their settings say nothing else.</param>
/// <param name="clock">The clock; the system's where null.</param>
public sealed class ModelEngines(LlamaOptions llama, TimeProvider? clock = null)
{
    /// <exception cref="InvalidDataException">The settings cannot be read, or ask for what there is not.</exception>
    /// <exception cref="ModelLoadException">The weights cannot be used.</exception>
    /// <exception cref="ArgumentException">A setting is out of its limits.</exception>
    public Model Open(FoundModel file)
    {
        var settings = file.ReadSettings();
        return (settings.Engine ?? file.Engine) switch
        {
            "llama" => LlamaEngine.Open(file.Weights ?? throw new InvalidDataException($"{file.Id}.json asks for llama, but there is no {file.Id}.gguf beside it."), Running(settings), card => Described(card, settings)),
            "openai" => OpenAiEngine.Connect(Remote(file, settings), clock),
            "anthropic" => AnthropicEngine.Connect(Remote(file, settings), clock),
            var other => throw new InvalidDataException($"{file.Id}.json asks for the engine \"{other}\"; there are llama, openai and anthropic."),
        };
    }

    /// <summary>Reads weights into memory at once, run and described as the settings beside them say.</summary>
    /// <param name="weights">The GGUF file.</param>
    /// <param name="progress">Told how much is loaded, 0 to 1.</param>
    /// <param name="cancellationToken">Ends the loading.</param>
    /// <exception cref="InvalidDataException">The settings cannot be read, or ask for what there is not.</exception>
    /// <exception cref="ModelLoadException">The weights cannot be used.</exception>
    public Task<Model> LoadAsync(string weights, IProgress<float>? progress = null, CancellationToken cancellationToken = default)
    {
        var settings = FoundModel.At(weights).ReadSettings();
        return LlamaEngine.LoadAsync(weights, Running(settings), progress, card => Described(card, settings), cancellationToken);
    }

    LlamaOptions Running(ModelSettings settings) => llama with
    {
        ContextLength = settings.ContextLength ?? llama.ContextLength,
        Slots = settings.Slots ?? llama.Slots,
        GpuLayers = settings.GpuLayers ?? llama.GpuLayers,
    };

    static ModelCard Described(ModelCard card, ModelSettings settings)
    {
        if (settings.Quality is not (null or (>= 0 and <= 1))) throw new InvalidDataException($"{card.Id}.json: \"quality\" is 0 to 1, not {settings.Quality}.");
        if (settings.Price is { } price && (price.Input < 0 || price.Output < 0)) throw new InvalidDataException($"{card.Id}.json: \"price\" is 0 or more.");
        return card with
        {
            Name = settings.Name ?? card.Name,
            Capabilities = settings.Capabilities ?? card.Capabilities,
            Price = settings.Price ?? card.Price,
            Quality = settings.Quality,
        };
    }

    static RemoteModelOptions Remote(FoundModel file, ModelSettings settings)
    {
        var options = new RemoteModelOptions
        {
            Id = file.Id,
            Name = settings.Name,
            Model = settings.Model ?? file.Id,
            BaseAddress = settings.Address,
            ApiKeyVariable = settings.KeyVariable,
            InputPrice = (decimal?)settings.Price?.Input,
            OutputPrice = (decimal?)settings.Price?.Output,
            Quality = settings.Quality,
        };
        return options with
        {
            ContextLength = settings.ContextLength ?? options.ContextLength,
            Slots = settings.Slots ?? options.Slots,
            Capabilities = settings.Capabilities ?? options.Capabilities,
        };
    }
}
