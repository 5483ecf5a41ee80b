namespace Confab.Inference.Routing;

/// <summary>How a model stood in a choice.</summary>
/// <param name="ModelId">The model.</param>
/// <param name="Score">0 to 1; the highest was chosen.</param>
/// <param name="Terms">What the score was made of, each 0 to 1: quality, speed, price, load, readiness, reliability, capability.</param>
/// <param name="LeftOut">Why it could not be chosen, for people; null where it could.</param>
public sealed record ModelScore(string ModelId, double Score, IReadOnlyDictionary<string, double> Terms, string? LeftOut = null);
