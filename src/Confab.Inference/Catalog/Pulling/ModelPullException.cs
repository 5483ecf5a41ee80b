namespace Confab.Inference.Catalog.Pulling;

/// <summary>A model file could not be pulled. The message says why and what to do; nothing half done is in the models folder but a part to resume.</summary>
public sealed class ModelPullException(string source, string message, Exception? cause = null) : Exception($"{source}: {message}", cause)
{
    /// <summary>What was to be pulled, without anything secret of its address.</summary>
    public string ModelSource { get; } = source;

    /// <summary>Whether the same pull may well succeed later.</summary>
    public bool IsTransient { get; init; }

    internal TimeSpan? RetryAfter { get; init; }
}
