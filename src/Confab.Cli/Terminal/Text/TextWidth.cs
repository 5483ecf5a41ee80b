using System.Globalization;
using System.Text;

namespace Confab.Cli.Terminal.Text;

/// <summary>How many columns a text takes. Colour sequences take none.</summary>
static class TextWidth
{
    public static int Of(string text)
    {
        var width = 0;
        foreach (var piece in StyledText.Pieces(text)) width += piece.Width;
        return width;
    }

    /// <summary>One character as people see it, which may be several code points.</summary>
    public static int OfCharacter(ReadOnlySpan<char> character)
    {
        var width = 0;
        foreach (var rune in character.EnumerateRunes())
        {
            // This asks for the coloured, wide form of the sign before it.
            if (rune.Value == 0xFE0F) width = 2;
            else width = Math.Max(width, OfRune(rune));
        }
        return width;
    }

    static int OfRune(Rune rune)
    {
        if (rune.Value is >= 0x20 and < 0x7F) return 1;
        if (WideCharacters.Contain(rune.Value)) return 2;
        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark => 0,
            _ => 1,
        };
    }
}
