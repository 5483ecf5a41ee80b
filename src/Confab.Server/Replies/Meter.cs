using Confab.Inference.Routing;
using Confab.Protocol;
using Microsoft.Extensions.AI;

namespace Confab.Server.Replies;

/// <summary>Counts and times one generation.</summary>
sealed class Meter(TimeProvider clock)
{
    readonly long _asked = clock.GetTimestamp();
    long _began = clock.GetTimestamp(), _first, _last, _told;
    int _promptTokens, _firstTokens;

    public int Tokens { get; private set; }

    public void Begin(int promptTokens) => (_began, _promptTokens) = (clock.GetTimestamp(), promptTokens);

    /// <summary>What the engine itself counted is truer than what we saw.</summary>
    public void Count(UsageDetails usage)
    {
        _promptTokens = (int)(usage.InputTokenCount ?? _promptTokens);
        Tokens = (int)(usage.OutputTokenCount ?? Tokens);
    }

    /// <summary>True for the first piece.</summary>
    public bool Add(int tokens)
    {
        var isFirst = Tokens == 0;
        _last = clock.GetTimestamp();
        if (isFirst) (_first, _told, _firstTokens) = (_last, _last, tokens);
        Tokens += tokens;
        return isFirst;
    }

    public bool ProgressIsDue(TimeSpan every)
    {
        if (clock.GetElapsedTime(_told, _last) < every) return false;
        _told = _last;
        return true;
    }

    public ProgressEvent Progress(StreamId stream, int maxTokens)
    {
        var pace = TokensPerSecond ?? 0;
        return new(stream, Tokens, maxTokens, pace, pace > 0 ? (maxTokens - Tokens) / pace * 1000 : 0);
    }

    public StreamOutcome Outcome(StreamEndReason reason, ModelChoice? choice, string? error) => new(
        reason, new Usage(_promptTokens, Tokens), clock.GetElapsedTime(_asked), choice?.Model.Id, choice?.Strategy, choice?.Reason,
        _first == 0 ? null : clock.GetElapsedTime(_began, _first), TokensPerSecond, error);

    double? TokensPerSecond => clock.GetElapsedTime(_first, _last) is var span && _first != 0 && span > TimeSpan.Zero
        ? (Tokens - _firstTokens) / span.TotalSeconds
        : null;
}
