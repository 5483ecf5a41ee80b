using Confab.Server.Storage;

namespace Confab.Server.Search;

/// <summary>The part of a message in which the words stand.</summary>
/// <param name="Text">A part of the content, with … where something was left out.</param>
/// <param name="Matches">The words in it.</param>
public sealed record Snippet(string Text, IReadOnlyList<TextRange> Matches)
{
    const int Length = 200, Before = 60, MostMatches = 20;

    /// <summary>Around the first word; the beginning where there is none.</summary>
    internal static Snippet Of(string content, IReadOnlyList<TextRange> matches)
    {
        var start = matches is [var first, ..] && content.Length > Length ? Math.Clamp(first.Start - Before, 0, content.Length - Length) : 0;
        if (start > 0) start = AfterBlank(content, start, matches[0].Start);
        var end = Math.Min(content.Length, start + Length);
        if (IsInsideOfPair(content, start)) start++;
        if (IsInsideOfPair(content, end)) end--;
        var (head, tail) = (start > 0 ? "…" : "", end < content.Length ? "…" : "");
        var inside = matches.Where(m => m.Start >= start && m.Start + m.Length <= end).Take(MostMatches);
        return new Snippet(head + content[start..end] + tail, [.. inside.Select(m => new TextRange(m.Start - start + head.Length, m.Length))]);
    }

    static int AfterBlank(string content, int start, int most)
    {
        for (var i = start; i < most; i++)
            if (char.IsWhiteSpace(content[i])) return i + 1;
        return start;
    }

    static bool IsInsideOfPair(string text, int at) => at > 0 && at < text.Length && char.IsLowSurrogate(text[at]) && char.IsHighSurrogate(text[at - 1]);
}
