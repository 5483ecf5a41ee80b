namespace Confab.Inference.Routing;

/// <summary>No model could be tried, or none is left that could; the last failure is the inner exception.</summary>
public sealed class NoModelException : InvalidOperationException
{
    internal NoModelException(IReadOnlyList<ModelScore> scores)
        : base(Explain(scores.Select(s => $"'{s.ModelId}' {s.LeftOut}")))
    {
    }

    internal NoModelException(IReadOnlyList<FailedAttempt> failed)
        : base(Explain(failed.Select(f => $"'{f.Model.Id}' failed ({f.Error.Message})")), failed[^1].Error)
    {
    }

    static string Explain(IEnumerable<string> models) => $"No model can answer now: {string.Join("; ", models)}.";
}
