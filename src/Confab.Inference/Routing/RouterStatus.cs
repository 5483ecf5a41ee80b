using Confab.Inference.Catalog;

namespace Confab.Inference.Routing;

/// <summary>What a router's models do at one moment.</summary>
/// <param name="Models">Each model, in the order of the catalog.</param>
/// <param name="DefaultId">The model that answers by default; null where there is none.</param>
/// <param name="MemoryUsed">What the loaded models take, in bytes, estimated.</param>
/// <param name="MemoryBudget">What they may take together, in bytes.</param>
public sealed record RouterStatus(IReadOnlyList<ModelStatus> Models, string? DefaultId, long MemoryUsed, long MemoryBudget);

/// <param name="Id">The model.</param>
/// <param name="State">Where it is in its life.</param>
/// <param name="Busy">How many requests hold it.</param>
/// <param name="Circuit">Whether it is asked, or left alone after failures.</param>
/// <param name="TimeToFirstToken">As measured; null before the first answer.</param>
/// <param name="TokensPerSecond">As measured; null before the first answer.</param>
public sealed record ModelStatus(string Id, ModelState State, int Busy, CircuitState Circuit, TimeSpan? TimeToFirstToken, double? TokensPerSecond);
