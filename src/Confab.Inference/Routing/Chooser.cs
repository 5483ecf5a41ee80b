using System.Collections.Concurrent;
using Confab.Inference.Catalog;

namespace Confab.Inference.Routing;

/// <summary>Chooses a model for a request, and explains the choice.</summary>
sealed class Chooser(ModelCatalog catalog, RouterOptions options, TimeProvider time)
{
    readonly ConcurrentDictionary<string, CircuitBreaker> _circuits = new(StringComparer.OrdinalIgnoreCase);
    readonly Scoring _scoring = new(options);
    readonly Random _chance = options.Chance ?? Random.Shared;
    long _turn = -1;

    public CircuitBreaker CircuitOf(Model model) => _circuits.GetOrAdd(model.Id, _ => new CircuitBreaker(options, time));

    /// <exception cref="UnknownModelException">The named model is not in the catalog, or the catalog is empty.</exception>
    /// <exception cref="NoModelException">No model is left that could be tried.</exception>
    public ModelChoice Choose(Wishes wishes, IReadOnlyList<FailedAttempt> failed)
    {
        if (wishes.ModelId is { } id) return Requested(id);
        var candidates = Candidates(wishes);
        var strategy = wishes.Strategy ?? options.Strategy;
        var weighed = strategy ?? RoutingStrategy.Balanced;
        ModelScore[] scores = [.. candidates.Select(m => _scoring.Score(m, weighed, wishes) with { LeftOut = WhyNot(m, failed) })];
        Model[] open = [.. candidates.Where((_, i) => scores[i].LeftOut is null)];
        if (open.Length == 0) throw new NoModelException(scores);

        Func<Model, double> score = m => scores.First(s => s.ModelId == m.Id).Score;
        var model = strategy switch
        {
            null => open.Contains(catalog.Default) ? catalog.Default! : open.MaxBy(score)!,
            RoutingStrategy.RoundRobin => open[(int)((ulong)Interlocked.Increment(ref _turn) % (ulong)open.Length)],
            RoutingStrategy.Random => open[_chance.Next(open.Length)],
            _ => open.MaxBy(score)!,
        };
        return new(model, strategy?.NameOf() ?? "default", Reason(model, strategy, scores, failed), [.. scores.OrderByDescending(s => s.Score)]);
    }

    ModelChoice Requested(string id)
    {
        var model = catalog.Find(id) ?? throw Unknown(id);
        return new(model, "requested", $"The request asked for '{id}'.", []);
    }

    /// <summary>
    /// The models that write. The built-in agent stands aside as soon as there is a real one, and one that only continues texts
    /// as soon as there is one that chats.
    /// </summary>
    Model[] Candidates(Wishes wishes)
    {
        Model[] writing = [.. catalog.List().Where(m => m.Card.Writes)];
        Model[] real = [.. writing.Where(m => m.Engine != "intents")];
        if (!wishes.Capabilities.Contains("completion", StringComparer.OrdinalIgnoreCase) && real.Any(m => m.Card.Can("chat")))
            real = [.. real.Where(m => m.Card.Can("chat"))];
        return real.Length > 0 ? real : writing.Length > 0 ? writing : throw Unknown("");
    }

    string? WhyNot(Model model, IReadOnlyList<FailedAttempt> failed) =>
        failed.FirstOrDefault(f => f.Model == model) is { } attempt ? $"failed ({attempt.Error.Message})"
        : CircuitOf(model) is { IsPassable: false } circuit ? $"is left alone for {circuit.Left.TotalSeconds:0} s after failures"
        : null;

    string Reason(Model model, RoutingStrategy? strategy, ModelScore[] scores, IReadOnlyList<FailedAttempt> failed)
    {
        var why = model.Engine == "intents" ? "No language model is loaded, so the built-in agent answers." : strategy switch
        {
            null when model == catalog.Default => $"'{model.Id}' is the default model.",
            null => $"'{model.Id}' stands in for the default model.",
            RoutingStrategy.QualityFirst => $"'{model.Id}' is likely to answer best.",
            RoutingStrategy.SpeedPriority => $"'{model.Id}' is likely to answer fastest.",
            RoutingStrategy.CostOptimized => $"'{model.Id}' costs least.",
            RoutingStrategy.RoundRobin => $"It is the turn of '{model.Id}'.",
            RoutingStrategy.LeastLoaded => $"'{model.Id}' has least to do.",
            RoutingStrategy.Random => $"'{model.Id}' was drawn by chance.",
            RoutingStrategy.CapabilityMatch => $"'{model.Id}' can do most of what is needed.",
            _ => $"'{model.Id}' has the best balance of quality, speed, price and load.",
        };
        if (scores.Length == 1 && strategy is not null && model.Engine != "intents") why = $"'{model.Id}' is the only model.";
        return failed.Count == 0 ? why : why + $" Before it, {string.Join(" and ", failed.Select(f => $"'{f.Model.Id}' failed ({f.Error.Message})"))}.";
    }

    UnknownModelException Unknown(string id) => new(id, [.. catalog.List().Select(model => model.Id)]);
}
