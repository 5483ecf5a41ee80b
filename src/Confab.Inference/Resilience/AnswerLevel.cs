using Microsoft.Extensions.AI;

namespace Confab.Inference.Resilience;

/// <summary>A level that did not answer.</summary>
/// <param name="Level">Its name.</param>
/// <param name="Reason">Why.</param>
public sealed record FailedLevel(string Level, Exception Reason);

/// <summary>Which level answered a request.</summary>
/// <param name="Index">0 for the first, usually as it was asked.</param>
/// <param name="Name">Its name.</param>
/// <param name="Failures">The levels before it, and why they did not answer.</param>
public sealed record AnswerLevel(int Index, string Name, IReadOnlyList<FailedLevel> Failures)
{
    const string Key = "degradation";

    /// <summary>Whether less was asked for than the caller wanted.</summary>
    public bool IsDegraded => Index > 0;

    /// <summary>The level that gave this answer; null where no <see cref="DegradingChatClient"/> was asked.</summary>
    public static AnswerLevel? Of(ChatResponse response) => In(response?.AdditionalProperties);

    /// <summary>The level that gives this answer, in its first update; null in the others.</summary>
    public static AnswerLevel? Of(ChatResponseUpdate update) => In(update?.AdditionalProperties);

    internal void WriteTo(ChatResponse response) => (response.AdditionalProperties ??= [])[Key] = this;

    internal void WriteTo(ChatResponseUpdate update) => (update.AdditionalProperties ??= [])[Key] = this;

    static AnswerLevel? In(AdditionalPropertiesDictionary? properties) =>
        properties?.TryGetValue(Key, out AnswerLevel? level) == true ? level : null;
}
