using Confab.Inference.Catalog;

namespace Confab.Inference.Routing;

/// <summary>A model that was tried for a request and did not begin to answer.</summary>
/// <param name="Model">The model.</param>
/// <param name="Error">Why not.</param>
sealed record FailedAttempt(Model Model, Exception Error);
