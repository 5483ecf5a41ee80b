using Confab.Inference.Catalog;

namespace Confab.Inference.Routing;

/// <summary>
/// Judges a model by terms from 0 to 1, so that none swamps the others, and weighs them as a strategy wants.
/// </summary>
sealed class Scoring(RouterOptions options)
{
    // The smallest and the largest model that quality tells apart, in weights.
    const double Smallest = 50e6, Largest = 1000e9;
    const double UnknownQuality = 0.7;

    // At these a term is one half: tokens per second, time to first token, price of a million tokens.
    const double UsualPace = 30, UsualFirstToken = 1, UsualPrice = 1;

    public ModelScore Score(Model model, RoutingStrategy strategy, Wishes wishes)
    {
        var terms = new Dictionary<string, double>
        {
            ["quality"] = Quality(model.Card),
            ["speed"] = Speed(model),
            ["price"] = UsualPrice / (UsualPrice + (model.Card.Price.Input + model.Card.Price.Output) / 2),
            ["load"] = model.Slots / (model.Slots + (double)model.Busy),
            ["readiness"] = model.State switch { ModelState.Ready => 1, ModelState.Loading => 0.5, ModelState.Unloaded => 0.25, _ => 0 },
            ["reliability"] = model.Measured.Reliability,
            ["capability"] = Capability(model.Card, wishes.Capabilities),
        };
        double sum = 0, all = 0;
        foreach (var (term, weight) in Weights(strategy)) (sum, all) = (sum + weight * terms[term], all + weight);
        return new(model.Id, sum / all, terms);
    }

    // What a strategy does not promise decides between equals only.
    static (string Term, double Weight)[] Weights(RoutingStrategy strategy) => strategy switch
    {
        RoutingStrategy.QualityFirst => [("quality", 80), ("reliability", 10), ("readiness", 4), ("load", 4), ("speed", 2)],
        RoutingStrategy.SpeedPriority => [("speed", 70), ("load", 15), ("readiness", 10), ("reliability", 5)],
        RoutingStrategy.CostOptimized => [("price", 90), ("reliability", 4), ("quality", 3), ("speed", 3)],
        RoutingStrategy.LeastLoaded => [("load", 95), ("readiness", 3), ("speed", 2)],
        RoutingStrategy.CapabilityMatch => [("capability", 80), ("quality", 12), ("speed", 4), ("load", 4)],
        _ => [("quality", 25), ("speed", 20), ("price", 15), ("load", 15), ("readiness", 10), ("reliability", 10), ("capability", 5)],
    };

    static double Quality(ModelCard card) => card.Quality
        ?? (card.Parameters is { } parameters ? Math.Clamp(Math.Log(parameters / Smallest) / Math.Log(Largest / Smallest), 0, 1) * Sharpness(card.Quantisation) : UnknownQuality);

    /// <summary>How much of a model's quality its storage leaves, roughly, after llama.cpp's table of perplexities.</summary>
    static double Sharpness(string? quantisation) => quantisation?.ToUpperInvariant() switch
    {
        null or "F32" or "F16" or "BF16" or "Q8_0" => 1,
        var q when q.Contains('6', StringComparison.Ordinal) => 0.99,
        var q when q.Contains('5', StringComparison.Ordinal) => 0.98,
        var q when q.Contains('4', StringComparison.Ordinal) => 0.95,
        var q when q.Contains('3', StringComparison.Ordinal) => 0.88,
        _ => 0.75,
    };

    double Speed(Model model)
    {
        var measured = model.Measured;
        if (measured.Answers < options.FairTrials) return 1;
        var first = UsualFirstToken / (UsualFirstToken + (measured.TimeToFirstToken?.TotalSeconds ?? 0));
        return measured.TokensPerSecond is { } pace ? (first + pace / (pace + UsualPace)) / 2 : first;
    }

    static double Capability(ModelCard card, IReadOnlyList<string> wished) =>
        wished.Count == 0 ? 1 : wished.Count(card.Can) / (double)wished.Count;
}
