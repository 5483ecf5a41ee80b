namespace Confab.Inference.Catalog;

/// <summary>A model as it lies in a folder: weights, settings, or both.</summary>
/// <param name="Id">The file's name without its ending.</param>
/// <param name="Weights">The GGUF file; null for a model behind an endpoint.</param>
/// <param name="Settings">What the file beside it, or alone, says; null where there is none.</param>
public sealed record FoundModel(string Id, string? Weights, string? Settings)
{
    /// <summary>The engine, unless the settings name another.</summary>
    public string Engine => Weights is null ? "openai" : "llama";

    /// <summary>The weights at a path, with the settings beside them where there are some.</summary>
    public static FoundModel At(string weights)
    {
        var settings = Path.ChangeExtension(weights, ".json");
        return new(Path.GetFileNameWithoutExtension(weights), weights, File.Exists(settings) ? settings : null);
    }

    /// <summary>Reads the settings; all empty where there is no file.</summary>
    /// <exception cref="InvalidDataException">They cannot be read; the message says why.</exception>
    public ModelSettings ReadSettings() => Settings is null ? new ModelSettings() : ModelSettings.Read(Settings);
}
