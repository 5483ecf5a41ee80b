using Confab.Protocol;
using Confab.Server.Sockets;

namespace Confab.Server.Moderation;

/// <summary>Words that a room does not take: whole ones, whatever their case and diacritics.</summary>
sealed class WordList
{
    const int MostWords = 200, LongestWord = 50;

    readonly Dictionary<string, string> _words;
    readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public WordList(IEnumerable<string> words)
    {
        _words = [];
        foreach (var word in words) _words.TryAdd(PlainOf(word), word);
        _lookup = _words.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The words as they are kept, each once.</summary>
    /// <exception cref="RequestRefused">Too many, too long, or no single words.</exception>
    public static IReadOnlyList<string> Require(IReadOnlyList<string> words)
    {
        if (words.Count > MostWords) throw Refused($"a word list has at most {MostWords} words; this one has {words.Count}");
        var trimmed = words.Select(word => word?.Trim() ?? "").ToList();
        foreach (var word in trimmed)
        {
            if (word.Length is 0 or > LongestWord) throw Refused($"a word has 1 to {LongestWord} characters");
            if (!word.All(IsInWord) || PlainOf(word).Length == 0) throw Refused($"\"{word}\" is not one word: only letters and digits are");
        }
        return [.. trimmed.DistinctBy(PlainOf).Order(StringComparer.Ordinal)];
    }

    /// <summary>The first of its words that a text has; null where it has none.</summary>
    public string? FindIn(ReadOnlySpan<char> text)
    {
        Span<char> word = stackalloc char[LongestWord];
        var length = 0;
        foreach (var c in text)
        {
            if (!IsInWord(c))
            {
                if (Find(word, length) is { } found) return found;
                length = 0;
            }
            // A longer word than any of the list is still read to its end.
            else if (PlainLetters.Of(c) is { } plain && length++ < LongestWord) word[length - 1] = plain;
        }
        return Find(word, length);
    }

    string? Find(ReadOnlySpan<char> word, int length) =>
        length is > 0 and <= LongestWord && _lookup.TryGetValue(word[..length], out var listed) ? listed : null;

    // What only marks a letter is part of its word, and so is the half of a letter beyond the first plane.
    static bool IsInWord(char c) => char.IsLetterOrDigit(c) || char.IsSurrogate(c) || PlainLetters.Of(c) is null;

    static string PlainOf(string word) => string.Concat(word.Select(c => PlainLetters.Of(c)?.ToString()));

    static RequestRefused Refused(string why) => new(ErrorCode.BadRequest, why, "words");
}
