using System.Globalization;
using System.Text;

namespace Confab.Inference.Llama.Grammars;

/// <summary>A set of Unicode's characters, as ranges of code points in order. Halves of surrogate pairs are never in it.</summary>
sealed class CharacterSet
{
    const int LastCodePoint = 0x10FFFF;

    // JSON writes these with a backslash; other control characters have no short form and are left out.
    static readonly (int Character, string Escape)[] s_escapes =
        [('"', "\\\""), ('\\', "\\\\"), ('\b', "\\b"), ('\f', "\\f"), ('\n', "\\n"), ('\r', "\\r"), ('\t', "\\t")];

    readonly List<(int First, int Last)> _ranges;

    CharacterSet(IEnumerable<(int First, int Last)> ranges) => _ranges = Ordered(ranges);

    public static CharacterSet Of(params (int First, int Last)[] ranges) => new(ranges);

    public static CharacterSet Of(int character) => Of((character, character));

    /// <summary>The only character, where there is just one.</summary>
    public int? Single => _ranges is [var (first, last)] && first == last ? first : null;

    public bool Contains(int character) => _ranges.Exists(range => range.First <= character && character <= range.Last);

    public CharacterSet With(CharacterSet other) => new(_ranges.Concat(other._ranges));

    public CharacterSet Without(CharacterSet other)
    {
        var left = new List<(int First, int Last)>();
        foreach (var (first, last) in _ranges)
        {
            var from = first;
            foreach (var hole in other._ranges.Where(hole => hole.Last >= first && hole.First <= last))
            {
                if (hole.First > from) left.Add((from, hole.First - 1));
                from = Math.Max(from, hole.Last + 1);
            }
            if (from <= last) left.Add((from, last));
        }
        return new(left);
    }

    public static CharacterSet All { get; } = Of((0, 0xD7FF), (0xE000, LastCodePoint));

    /// <summary>What may stand in a JSON string as it is.</summary>
    public static CharacterSet Unescaped { get; } =
        All.Without(Of((0, 0x1F), ('"', '"'), ('\\', '\\'), (0x7F, 0x7F)));

    /// <summary>The set inside a JSON string, in GBNF: one of its characters, escaped where JSON needs that. Null where it is empty.</summary>
    public string? InString()
    {
        var plain = Without(All.Without(Unescaped));
        var choices = s_escapes.Where(escape => Contains(escape.Character)).Select(escape => GrammarRules.Literal(escape.Escape)).ToList();
        if (plain._ranges.Count > 0) choices.Insert(0, plain.ToClass());
        return choices.Count switch
        {
            0 => null,
            1 => choices[0],
            _ => $"({string.Join(" | ", choices)})",
        };
    }

    /// <summary>The set as a GBNF class.</summary>
    public string ToClass()
    {
        var text = new StringBuilder("[");
        foreach (var (first, last) in _ranges)
        {
            Write(text, first);
            if (last > first) Write(text.Append('-'), last);
        }
        return text.Append(']').ToString();
    }

    static void Write(StringBuilder text, int character)
    {
        if (character < 0x80 && char.IsAsciiLetterOrDigit((char)character)) text.Append((char)character);
        else text.Append(CultureInfo.InvariantCulture, $"\\U{character:X8}");
    }

    static List<(int First, int Last)> Ordered(IEnumerable<(int First, int Last)> ranges)
    {
        var ordered = new List<(int First, int Last)>();
        foreach (var (first, last) in ranges.Where(range => range.First <= range.Last).Order())
        {
            if (ordered.Count > 0 && first <= ordered[^1].Last + 1)
                ordered[^1] = (ordered[^1].First, Math.Max(ordered[^1].Last, last));
            else ordered.Add((first, last));
        }
        return ordered;
    }
}
