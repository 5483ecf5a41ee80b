using Microsoft.Extensions.AI;

namespace Confab.Inference.Streaming.Events;

/// <summary>Counts and times one answer, from the moment it is made.</summary>
sealed class GenerationMeter(TimeProvider time)
{
    readonly long _asked = time.GetTimestamp();
    long? _first;
    long _last;
    int _firstTokens;

    public string? Model { get; private set; }

    /// <summary>The tokens that were seen.</summary>
    public int Tokens { get; private set; }

    /// <summary>The length in UTF-16 units of the text that was seen.</summary>
    public int Length { get; private set; }

    public ChatFinishReason? FinishReason { get; private set; }

    public UsageDetails? Usage { get; private set; }

    public TimeSpan Duration => time.GetElapsedTime(_asked);

    public TimeSpan? TimeToFirstToken => _first is { } first ? time.GetElapsedTime(_asked, first) : null;

    public double? TokensPerSecond => _first is { } first ? WritingSpeed.Of(Tokens - _firstTokens, time.GetElapsedTime(first, _last)) : null;

    /// <summary>Takes the next update and returns its text.</summary>
    public string Add(ChatResponseUpdate update)
    {
        Model = update.ModelId ?? Model;
        FinishReason = update.FinishReason ?? FinishReason;
        var (text, tokens) = ("", 0);
        foreach (var content in update.Contents)
        {
            if (content is UsageContent usage) (Usage ??= new()).Add(usage.Details);
            if (content is not TextContent piece) continue;
            text += piece.Text;
            tokens += piece.CountTokens();
        }
        if (text.Length > 0) Grow(text.Length, tokens);
        return text;
    }

    public GenerationEvent.Progress Progress(int? maxTokens)
    {
        var speed = TokensPerSecond;
        return new(
            Tokens, maxTokens, maxTokens is { } most ? Math.Min(100.0, 100.0 * Tokens / most) : null, speed, Eta(maxTokens, speed));
    }

    public GenerationEvent.Completed Completed() => new(
        Model, (int)(Usage?.OutputTokenCount ?? Tokens), FinishReason, Usage, TimeToFirstToken, Duration, TokensPerSecond);

    public GenerationEvent.Failed Failed(Exception error) => new(error, Tokens, Duration, Model);

    void Grow(int length, int tokens)
    {
        _last = time.GetTimestamp();
        if (_first is null) (_first, _firstTokens) = (_last, tokens);
        Tokens += tokens;
        Length += length;
    }

    TimeSpan? Eta(int? maxTokens, double? speed) =>
        maxTokens is { } most && speed is > 0 and { } pace ? TimeSpan.FromSeconds(Math.Max(0, most - Tokens) / pace) : null;
}
