namespace Confab.Inference.Runs;

/// <summary>One with this id has not ended yet. Nothing was started.</summary>
public sealed class RunIdTakenException(string id)
    : InvalidOperationException($"'{id}' is running already; take another id, or cancel it first.")
{
    /// <summary>The id that is taken.</summary>
    public string Id { get; } = id;
}
