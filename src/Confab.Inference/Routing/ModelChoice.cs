using Confab.Inference.Catalog;
using Microsoft.Extensions.AI;

namespace Confab.Inference.Routing;

/// <summary>Which model answers a request, and why.</summary>
/// <param name="Model">The chosen model.</param>
/// <param name="Strategy">The rule that chose it: a strategy's name, <c>requested</c> or <c>default</c>.</param>
/// <param name="Reason">One sentence for people.</param>
/// <param name="Scores">How every model stood, the chosen one too, best first; empty where there was nothing to weigh.</param>
public sealed record ModelChoice(Model Model, string Strategy, string Reason, IReadOnlyList<ModelScore> Scores);

/// <summary>The choice, as it travels with an answer.</summary>
public static class ModelChoiceOfAnswer
{
    const string Key = "model_choice";

    /// <summary>The choice that led to this answer; null where no router made it.</summary>
    public static ModelChoice? GetModelChoice(this ChatResponse response) => From(response?.AdditionalProperties);

    /// <summary>The choice, on the first and the last update of a stream.</summary>
    public static ModelChoice? GetModelChoice(this ChatResponseUpdate update) => From(update?.AdditionalProperties);

    internal static void SetModelChoice(this ChatResponseUpdate update, ModelChoice choice) => (update.AdditionalProperties ??= [])[Key] = choice;

    static ModelChoice? From(AdditionalPropertiesDictionary? properties) =>
        properties?.TryGetValue(Key, out ModelChoice? choice) == true ? choice : null;
}
