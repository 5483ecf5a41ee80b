namespace Confab.Inference.Catalog;

/// <summary>What a model's tokens cost, in whatever currency the operator counts in.</summary>
/// <param name="Input">For a million tokens of prompt.</param>
/// <param name="Output">For a million tokens of answer.</param>
public sealed record ModelPrice(double Input, double Output)
{
    /// <summary>The price of models that run here.</summary>
    public static ModelPrice Free { get; } = new(0, 0);
}
