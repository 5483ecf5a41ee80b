using System.Globalization;
using System.Text;

namespace Confab.Server.Reactions;

/// <summary>What may stand as a reaction.</summary>
static class Emoji
{
    const int Longest = 32;
    const int Keycap = 0x20E3, TextLook = 0xFE0E, EmojiLook = 0xFE0F, Information = 0x2139;

    /// <summary>One character as people see it, and a picture: no letter, no digit or punctuation of a keyboard, no pile of accents.</summary>
    public static bool IsOne(string text)
    {
        if (text.Length is 0 or > Longest || StringInfo.GetNextTextElementLength(text) != text.Length) return false;
        var runes = text.EnumerateRunes().ToArray();
        return Array.TrueForAll(runes, IsPart) && (IsPicture(runes[0]) || IsKeycap(runes));
    }

    static bool IsKeycap(Rune[] runes) => (Rune.IsDigit(runes[0]) || runes[0].Value is '#' or '*') && runes[^1].Value == Keycap;

    static bool IsPicture(Rune rune) => !rune.IsAscii && (rune.Value is Information || IsNewer(rune) || Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.OtherSymbol or UnicodeCategory.MathSymbol or UnicodeCategory.ModifierSymbol or UnicodeCategory.OtherPunctuation or UnicodeCategory.DashPunctuation);

    /// <summary>What else belongs to a picture: joiners, the tags of flags, skin tones, and what tells a picture from a letter.</summary>
    static bool IsPart(Rune rune) =>
        IsPicture(rune) || rune.Value is Keycap or TextLook or EmojiLook or '#' or '*' || (rune.IsAscii && Rune.IsDigit(rune)) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format;

    /// <summary>In the blocks of pictures are some that the framework does not know yet.</summary>
    static bool IsNewer(Rune rune) => rune.Value is >= 0x1F000 and <= 0x1FAFF;
}
