namespace Confab.Inference.Resilience;

/// <summary>A request failed at every level. The last one's reason is the inner exception.</summary>
public sealed class NoLevelAnsweredException(IReadOnlyList<FailedLevel> failures)
    : InvalidOperationException(Explain(failures), failures.Count > 0 ? failures[^1].Reason : null)
{
    /// <summary>Every level in its order, and why it did not answer.</summary>
    public IReadOnlyList<FailedLevel> Failures { get; } = failures;

    static string Explain(IReadOnlyList<FailedLevel> failures) =>
        $"The request failed at every level. {string.Join(" ", failures.Select(failure => $"{failure.Level}: {failure.Reason.Message}"))}";
}
