using System.Text;

namespace Confab.Inference.Streaming.Events;

/// <summary>Counts the sentences of a text that comes in pieces, wherever the pieces are cut.</summary>
/// <remarks>
/// A sentence begins with the first visible character, and again after the end of the one before. It ends with one or
/// more of <c>. ! ? …</c>, with closing quotes, brackets or emphasis behind them, before white space; <c>。！？｡</c> end it
/// also without white space. A full stop ends nothing within a number or a name (3.14, example.org), after a common
/// abbreviation or an initial (Dr. e.g. J.), and after a number that begins a line (1. of a list). Headings and list items
/// without a full stop belong to the sentence that follows.
/// </remarks>
public sealed class Sentences
{
    const int LongestWord = 12;

    static readonly HashSet<string> Abbreviations = new(StringComparer.OrdinalIgnoreCase)
    {
        "mr", "mrs", "ms", "dr", "prof", "sr", "jr", "st", "mt", "vs", "etc", "cf", "al", "approx", "fig", "vol", "pp", "ca", "inc", "ltd",
        "co", "dept", "gen", "col", "lt", "sgt", "capt", "rev", "hon", "bzw", "usw", "evtl", "ggf", "vgl", "nr",
    };

    readonly StringBuilder _word = new();
    Place _place;
    bool _lineHasWord;
    bool _wordBeginsLine;

    enum Place
    {
        Between,
        Inside,
        MaybeEnded,
        Ended,
    }

    /// <summary>The sentences that have begun so far.</summary>
    public int Count { get; private set; }

    /// <summary>Takes the next piece; true where a sentence begins in it.</summary>
    public bool Add(string piece)
    {
        ArgumentNullException.ThrowIfNull(piece);
        var before = Count;
        foreach (var character in piece) Add(character);
        return Count > before;
    }

    void Add(char character)
    {
        _place = Next(character);
        Remember(character);
    }

    Place Next(char character)
    {
        if (char.IsWhiteSpace(character)) return _place is Place.Inside ? Place.Inside : Place.Between;
        if (_place is Place.MaybeEnded or Place.Ended && (IsTerminator(character) || IsClosing(character)))
            return IsWide(character) ? Place.Ended : _place;
        if (_place is Place.Between or Place.Ended) Count++;
        if (IsWide(character)) return Place.Ended;
        return IsTerminator(character) && !(character == '.' && IsPartOfWord()) ? Place.MaybeEnded : Place.Inside;
    }

    bool IsPartOfWord()
    {
        if (_word.Length is 0 or > LongestWord) return false;
        var word = _word.ToString();
        var isNumber = word.All(char.IsAsciiDigit);
        return Abbreviations.Contains(word) || (isNumber ? _wordBeginsLine : word.Split('.').All(part => part is [var letter] && char.IsLetter(letter)));
    }

    // A word longer than the longest abbreviation is remembered only as too long.
    void Remember(char character)
    {
        if (char.IsLetterOrDigit(character) || (_word.Length > 0 && character is '.' or '\'' or '’' or '-'))
        {
            if (_word.Length == 0) _wordBeginsLine = !_lineHasWord;
            if (_word.Length <= LongestWord) _word.Append(character);
            _lineHasWord = true;
            return;
        }
        _word.Clear();
        if (character == '\n') _lineHasWord = false;
    }

    static bool IsTerminator(char character) => character is '.' or '!' or '?' or '…' || IsWide(character);

    static bool IsWide(char character) => character is '。' or '！' or '？' or '｡';

    static bool IsClosing(char character) =>
        character is '"' or '\'' or ')' or ']' or '}' or '»' or '”' or '’' or '“' or '*' or '_' or '`' or '」' or '』' or '）' or '】';
}
