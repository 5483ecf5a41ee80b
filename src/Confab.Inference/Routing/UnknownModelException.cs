namespace Confab.Inference.Routing;

/// <summary>A request named a model that the catalog does not hold.</summary>
public sealed class UnknownModelException(string modelId, IReadOnlyList<string> knownModelIds)
    : InvalidOperationException(Explain(modelId, knownModelIds))
{
    /// <summary>The id that was asked for; empty where the catalog holds nothing to choose from.</summary>
    public string ModelId { get; } = modelId;

    /// <summary>The ids that can be asked for.</summary>
    public IReadOnlyList<string> KnownModelIds { get; } = knownModelIds;

    static string Explain(string modelId, IReadOnlyList<string> known) => known.Count == 0
        ? "No model is loaded."
        : $"There is no model named '{modelId}'. Known models: {string.Join(", ", known)}.";
}
