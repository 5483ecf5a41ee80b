namespace Confab.Inference.Catalog;

/// <summary>The model was unloaded before or while it answered this request.</summary>
public sealed class ModelUnloadedException(string modelId)
    : InvalidOperationException($"The model '{modelId}' was unloaded before it finished this request.")
{
    /// <summary>The model's id.</summary>
    public string ModelId { get; } = modelId;
}
