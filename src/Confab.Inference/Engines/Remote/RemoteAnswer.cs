using Confab.Inference.Streaming;
using Microsoft.Extensions.AI;

namespace Confab.Inference.Engines.Remote;

/// <summary>
/// Brings what a client library yields into the form that every engine has: pieces that join to the text, one finish reason,
/// one usage. It also sees to the stop sequences: services take only a few of them, and some forget them.
/// </summary>
sealed class RemoteAnswer(IEnumerable<string>? stops)
{
    readonly StopSequences _stops = new(stops);
    UsageDetails? _reported;
    ChatFinishReason? _finish;
    int _pieces;
    int _piecesHeld;

    /// <summary>Whether a stop sequence came, so that the rest of the answer is not wanted.</summary>
    public bool HasStopped => _stops.HasStopped;

    /// <summary>Why it ended; null where the stream broke off.</summary>
    public ChatFinishReason? FinishReason => HasStopped ? ChatFinishReason.Stop : _finish;

    /// <summary>What of an update is to be given on.</summary>
    public IEnumerable<AIContent> Take(ChatResponseUpdate update)
    {
        if (update.FinishReason is { Value.Length: > 0 } finish) _finish = finish;
        foreach (var content in update.Contents)
        {
            if (content is UsageContent usage) _reported = usage.Details;
            else if (WordsOf(content) is not { } words) yield return content;
            else if (Piece(words) is { } piece) yield return piece;
        }
    }

    /// <summary>What was held back because it could have become a stop sequence; null where there is nothing.</summary>
    public TextContent? Rest() => Given(_stops.Flush());

    /// <summary>What it used: the endpoint's own figures, and where it has none, an estimate and the number of pieces.</summary>
    public UsageDetails Usage(Func<int> estimatePrompt)
    {
        var usage = _reported ?? new UsageDetails();
        usage.InputTokenCount ??= estimatePrompt();
        usage.OutputTokenCount ??= _pieces;
        usage.TotalTokenCount ??= usage.InputTokenCount + usage.OutputTokenCount;
        return usage;
    }

    // A refusal comes beside the text, but it is what the model says.
    static string? WordsOf(AIContent content) => content switch
    {
        TextContent text => text.Text,
        ErrorContent refusal => refusal.Message,
        _ => null,
    };

    TextContent? Piece(string words)
    {
        if (words.Length == 0) return null;
        _pieces++;
        _piecesHeld++;
        return Given(_stops.Add(words));
    }

    TextContent? Given(string text)
    {
        if (text.Length == 0) return null;
        var tokens = _piecesHeld;
        _piecesHeld = 0;
        return GeneratedText.Create(text, tokens);
    }
}
