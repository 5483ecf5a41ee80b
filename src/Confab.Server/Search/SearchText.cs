using System.Text;
using Confab.Protocol;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Search;

/// <summary>
/// What people type: words, "phrases", beginnings (<c>pref*</c>), what must not be there (<c>-word</c>), and filters
/// (<c>from:ada in:general has:file after:2026-01-31</c>). A word is whole unless a star follows it.
/// </summary>
static class SearchText
{
    const int MaxLength = 512, MaxWords = 16;

    /// <summary>A shorter beginning fits so many words that gathering them takes long. In bytes, because one sign of Chinese says as much as three letters.</summary>
    const int ShortestPrefix = 3;

    static readonly string[] Filters = ["from", "in", "has", "kind", "before", "after"];

    /// <exception cref="RequestRefused">It is too long, or a filter is none.</exception>
    public static (IReadOnlyList<SearchWord> Words, IReadOnlyList<(string Name, string Value)> Filters) Parse(string text)
    {
        if (text.Length > MaxLength) throw Refused($"a search has at most {MaxLength} characters");
        var (words, filters) = (new List<SearchWord>(), new List<(string, string)>());
        for (var at = 0; at < text.Length;)
        {
            if (IsBlank(text[at])) at++;
            else if (FilterAt(text, at) is { } name)
            {
                at += name.Length + 1;
                filters.Add((name, Unit(text, ref at)));
            }
            else
            {
                var isExcluded = text[at] == '-' && ++at > 0;
                if (WordAt(text, ref at, isExcluded) is { } word) words.Add(word);
            }
        }
        return words.Count <= MaxWords ? (words, filters) : throw Refused($"a search has at most {MaxWords} words");
    }

    static string? FilterAt(string text, int at) => Filters.FirstOrDefault(name =>
        at + name.Length < text.Length && text[at + name.Length] == ':' && text.AsSpan(at).StartsWith(name, StringComparison.OrdinalIgnoreCase));

    static SearchWord? WordAt(string text, ref int at, bool isExcluded)
    {
        var unit = Unit(text, ref at);
        var isPrefix = unit.EndsWith('*');
        while (at < text.Length && text[at] == '*') (isPrefix, at) = (true, at + 1);
        unit = unit.TrimEnd('*');
        // Signs alone are no word, and ask for nothing.
        if (!unit.Any(char.IsLetterOrDigit) && !unit.EnumerateRunes().Any(Rune.IsLetterOrDigit)) return null;
        if (isPrefix && Encoding.UTF8.GetByteCount(LastWord(unit)) < ShortestPrefix) throw Refused($"\"{unit}*\" fits too many words: give at least {ShortestPrefix} letters before the *");
        return new SearchWord(unit, isPrefix, isExcluded);
    }

    /// <summary>What stands between quotes, or up to the next blank.</summary>
    static string Unit(string text, ref int at)
    {
        var isQuoted = at < text.Length && text[at] == '"';
        var start = isQuoted ? ++at : at;
        while (at < text.Length && text[at] != '"' && (isQuoted || !IsBlank(text[at]))) at++;
        var unit = text[start..at];
        if (isQuoted && at < text.Length) at++;
        return string.Concat(unit.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
    }

    static string LastWord(string unit)
    {
        var start = unit.Length;
        while (start > 0 && (char.IsLetterOrDigit(unit[start - 1]) || char.IsSurrogate(unit[start - 1]))) start--;
        return unit[start..];
    }

    static bool IsBlank(char c) => char.IsWhiteSpace(c) || char.IsControl(c);

    static RequestRefused Refused(string why) => new(ErrorCode.BadRequest, why, "q");
}
