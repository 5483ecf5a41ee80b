using System.Diagnostics.CodeAnalysis;

namespace Confab.Inference.Routing;

/// <summary>How a model is chosen for a request that names none.</summary>
public enum RoutingStrategy
{
    /// <summary>Quality, speed, price, load and readiness, each counted.</summary>
    Balanced,

    /// <summary>The best answers.</summary>
    QualityFirst,

    /// <summary>The shortest wait and the fastest pace, as measured.</summary>
    SpeedPriority,

    /// <summary>The lowest price.</summary>
    CostOptimized,

    /// <summary>Each in turn.</summary>
    RoundRobin,

    /// <summary>The one with the fewest requests for its slots.</summary>
    LeastLoaded,

    /// <summary>Any of them, by chance.</summary>
    Random,

    /// <summary>The one that can do most of what the request needs.</summary>
    CapabilityMatch,
}

/// <summary>The strategies' names, as requests spell them: <c>balanced</c>, <c>quality-first</c> and so on.</summary>
public static class StrategyNames
{
    static readonly Dictionary<string, RoutingStrategy> Known = Enum.GetValues<RoutingStrategy>().ToDictionary(NameOf, StringComparer.OrdinalIgnoreCase);

    /// <summary>All of them, in the order of the enumeration.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<RoutingStrategy>().Select(NameOf)];

    /// <summary>The name of a strategy.</summary>
    public static string NameOf(this RoutingStrategy strategy) => strategy switch
    {
        RoutingStrategy.Balanced => "balanced",
        RoutingStrategy.QualityFirst => "quality-first",
        RoutingStrategy.SpeedPriority => "speed-priority",
        RoutingStrategy.CostOptimized => "cost-optimized",
        RoutingStrategy.RoundRobin => "round-robin",
        RoutingStrategy.LeastLoaded => "least-loaded",
        RoutingStrategy.Random => "random",
        RoutingStrategy.CapabilityMatch => "capability-match",
        _ => throw new ArgumentOutOfRangeException(nameof(strategy), strategy, "No such strategy."),
    };

    /// <summary>Finds a strategy by its name, whatever the case of its letters.</summary>
    public static bool TryParse([NotNullWhen(true)] string? name, out RoutingStrategy strategy)
    {
        strategy = default;
        return name is not null && Known.TryGetValue(name, out strategy);
    }
}
