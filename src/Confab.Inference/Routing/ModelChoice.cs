using Confab.Inference.Catalog;

namespace Confab.Inference.Routing;

/// <summary>Which model answers a request, and why.</summary>
/// <param name="Model">The chosen model.</param>
/// <param name="Strategy">The rule that chose it: <c>requested</c> or <c>default</c>.</param>
/// <param name="Reason">One sentence for people.</param>
public sealed record ModelChoice(Model Model, string Strategy, string Reason);
