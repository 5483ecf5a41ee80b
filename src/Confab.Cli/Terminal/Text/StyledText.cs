using System.Globalization;

namespace Confab.Cli.Terminal.Text;

/// <summary>A text of our own making with colour sequences in it. Text of others goes through <see cref="SafeText"/> first.</summary>
static class StyledText
{
    public const string Reset = "\e[0m";

    /// <summary>One visible character, or one colour sequence, which has no width.</summary>
    public readonly record struct Piece(string Text, int Width)
    {
        public bool IsStyle => Text is ['\e', ..];
    }

    public static IEnumerable<Piece> Pieces(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var length = StyleLength(text, at);
            if (length > 0)
            {
                yield return new Piece(text.Substring(at, length), 0);
            }
            else
            {
                length = StringInfo.GetNextTextElementLength(text, at);
                yield return new Piece(text.Substring(at, length), TextWidth.OfCharacter(text.AsSpan(at, length)));
            }
            at += length;
        }
    }

    /// <summary>Cuts to a width and says so with an ellipsis.</summary>
    public static string Cut(string text, int width) => TextWidth.Of(text) <= width ? text : CutPlain(text, width) + Reset;

    /// <summary>The same for a text without colours, to be coloured later.</summary>
    public static string CutPlain(string text, int width)
    {
        if (TextWidth.Of(text) <= width) return text;
        var kept = new System.Text.StringBuilder();
        var used = 0;
        foreach (var piece in Pieces(text))
        {
            if (used + piece.Width > width - 1) break;
            used += piece.Width;
            kept.Append(piece.Text);
        }
        return kept.Append('…').ToString();
    }

    static int StyleLength(string text, int at)
    {
        if (text[at] != '\e' || at + 1 >= text.Length || text[at + 1] != '[') return 0;
        var end = text.IndexOf('m', at);
        return end < 0 ? 0 : end - at + 1;
    }
}
