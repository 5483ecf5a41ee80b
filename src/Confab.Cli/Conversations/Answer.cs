using System.Text;
using Confab.Inference.Streaming;
using Microsoft.Extensions.AI;

namespace Confab.Cli.Conversations;

/// <summary>One answer while it grows, and how fast it does.</summary>
sealed class Answer(TimeProvider clock)
{
    readonly StringBuilder _text = new();
    readonly long _asked = clock.GetTimestamp();
    long? _first;
    long _last;

    public string Text => _text.ToString();

    public int Tokens { get; private set; }

    public ChatFinishReason? Finish { get; private set; }

    public UsageDetails? Usage { get; private set; }

    public TimeSpan? TimeToFirstToken => _first is { } first ? clock.GetElapsedTime(_asked, first) : null;

    /// <summary>From the first token to the last.</summary>
    public double? TokensPerSecond =>
        _first is { } first && Tokens > 1 && clock.GetElapsedTime(first, _last) is { Ticks: > 0 } took ? (Tokens - 1) / took.TotalSeconds : null;

    /// <returns>The new text.</returns>
    public string Take(ChatResponseUpdate update)
    {
        var before = _text.Length;
        foreach (var content in update.Contents)
        {
            if (content is UsageContent usage) Usage = usage.Details;
            if (content is not TextContent text) continue;
            _text.Append(text.Text);
            Tokens += text.CountTokens();
        }
        Finish = update.FinishReason ?? Finish;
        if (_text.Length == before) return "";
        _last = clock.GetTimestamp();
        _first ??= _last;
        return _text.ToString(before, _text.Length - before);
    }
}
