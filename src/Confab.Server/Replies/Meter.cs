using Confab.Inference.Routing;
using Confab.Inference.Streaming;
using Confab.Protocol;
using Microsoft.Extensions.AI;

namespace Confab.Server.Replies;

/// <summary>Counts and times one generation.</summary>
sealed class Meter(TimeProvider clock)
{
    readonly long _asked = clock.GetTimestamp();
    long _began = clock.GetTimestamp(), _first, _last, _told;
    int _promptTokens, _maxTokens, _firstTokens, _before;
    bool _hasBegun;
    int? _cachedTokens;

    public int Tokens { get; private set; }

    /// <summary>Once for each time that a model is asked; the answer's tokens add up.</summary>
    public void Begin(int promptTokens, int maxTokens)
    {
        if (!_hasBegun || Tokens == 0) _began = clock.GetTimestamp();
        (_hasBegun, _before, _promptTokens, _maxTokens) = (true, Tokens, promptTokens, maxTokens);
    }

    /// <summary>What the engine itself counted is truer than what we saw.</summary>
    public void Count(UsageDetails usage)
    {
        _promptTokens = (int)(usage.InputTokenCount ?? _promptTokens);
        _cachedTokens = (int?)usage.CachedInputTokenCount;
        Tokens = _before + (int)(usage.OutputTokenCount ?? Tokens - _before);
    }

    public void Add(int tokens)
    {
        _last = clock.GetTimestamp();
        if (Tokens == 0) (_first, _told, _firstTokens) = (_last, _last, tokens);
        Tokens += tokens;
    }

    public bool ProgressIsDue(TimeSpan every)
    {
        if (clock.GetElapsedTime(_told, _last) < every) return false;
        _told = _last;
        return true;
    }

    public ProgressEvent Progress(StreamId stream)
    {
        var pace = TokensPerSecond ?? 0;
        return new(stream, Tokens, _maxTokens, pace, pace > 0 ? (_maxTokens - Tokens) / pace * 1000 : 0);
    }

    public StreamOutcome Outcome(StreamEndReason reason, ModelChoice? choice, ErrorFrame? fault) => new(
        reason, new Usage(_promptTokens, Tokens), clock.GetElapsedTime(_asked), choice,
        _first == 0 ? null : clock.GetElapsedTime(_began, _first), TokensPerSecond, fault, _cachedTokens);

    double? TokensPerSecond => _first == 0 ? null : WritingSpeed.Of(Tokens - _firstTokens, clock.GetElapsedTime(_first, _last));
}
