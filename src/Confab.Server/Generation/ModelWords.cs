using Confab.Inference.Catalog;
using Confab.Inference.Routing;
using Confab.Protocol;

namespace Confab.Server.Generation;

/// <summary>Models and choices in the wire's words.</summary>
public static class ModelWords
{
    public static ModelInfo Info(this Model model, bool isDefault) => new(
        model.Id, model.Name, model.Engine, model.ContextLength, model.Card.Capabilities,
        model.State.ToString().ToLowerInvariant(), isDefault, model.Card.SizeBytes, model.Card.Format, model.Card.Architecture,
        model.Card.Parameters, model.Card.Quantisation, model.Card.MemoryBytes > 0 ? model.Card.MemoryBytes : null,
        model.Card.Price == ModelPrice.Free ? null : new(model.Card.Price.Input, model.Card.Price.Output),
        model.Measured.Answers == 0 && model.Measured.Failures == 0 ? null : Measured(model), model.Busy > 0 ? model.Busy : null, model.Failure,
        model.State == ModelState.Loading ? model.Loaded : null);

    public static RouteInfo Info(this ModelChoice choice) => new(choice.Model.Id, choice.Strategy, choice.Reason, choice.Alternatives() ?? []);

    // It is kept with every answer.
    const int MostAlternatives = 8;

    /// <summary>How the best models stood; null where there was nothing to weigh.</summary>
    public static IReadOnlyList<ScoreInfo>? Alternatives(this ModelChoice choice) => choice.Scores.Count < 2 ? null :
        [.. choice.Scores.Take(MostAlternatives).Select(s => new ScoreInfo(s.ModelId, Math.Round(s.Score, 3), s.Terms.ToDictionary(t => t.Key, t => Math.Round(t.Value, 3)), s.LeftOut))];

    static MeasuredInfo Measured(Model model) => new(
        model.Measured.Answers, model.Measured.Failures,
        [.. model.Measured.GetNewest().Select(m => new MeasurementInfo(m.At, m.TimeToFirstToken.TotalMilliseconds, m.TokensPerSecond))],
        model.Measured.TimeToFirstToken?.TotalMilliseconds, model.Measured.TokensPerSecond);
}
