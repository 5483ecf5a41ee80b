using Confab.Inference.Streaming;
using Microsoft.Extensions.AI;

namespace Confab.Inference.Engines.Intents;

/// <summary>An answer cut into words, shortened by the request's limit and stop sequences.</summary>
sealed class IntentAnswer
{
    readonly List<Word> _words;

    public IntentAnswer(string answer, ChatOptions? options)
    {
        var text = StopSequences.Cut(answer, options?.StopSequences);
        _words = [.. CutIntoWords(text).Select((word, index) => new Word(word, index == 0))];
        FinishReason = ChatFinishReason.Stop;
        if (options?.MaxOutputTokens is { } limit && _words.Count > limit)
        {
            _words.RemoveRange(limit, _words.Count - limit);
            FinishReason = ChatFinishReason.Length;
        }
    }

    public IReadOnlyList<Word> Words => _words;

    public ChatFinishReason FinishReason { get; }

    public UsageDetails Usage(IEnumerable<ChatMessage> prompt)
    {
        var input = prompt.Sum(message => CutIntoWords(message.Text).Count());
        return new() { InputTokenCount = input, OutputTokenCount = _words.Count, TotalTokenCount = input + _words.Count };
    }

    /// <summary>Cuts a text before every word, so that the pieces join to exactly the text.</summary>
    public static IEnumerable<string> CutIntoWords(string text)
    {
        var start = 0;
        for (var i = 1; i < text.Length; i++)
        {
            if (!char.IsWhiteSpace(text[i]) || char.IsWhiteSpace(text[i - 1])) continue;
            yield return text[start..i];
            start = i;
        }
        if (start < text.Length) yield return text[start..];
    }

    public readonly record struct Word(string Text, bool IsFirst);
}
