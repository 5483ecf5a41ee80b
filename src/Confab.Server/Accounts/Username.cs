using System.Globalization;
using System.Text;
using Confab.Protocol;
using Confab.Server.Sockets;

namespace Confab.Server.Accounts;

/// <summary>A name as people see it, and what makes two names the same.</summary>
public static class Username
{
    /// <exception cref="RequestRefused">Empty, too long, or with characters that cannot be seen.</exception>
    public static string Require(string text)
    {
        var name = text.Trim().Normalize(NormalizationForm.FormC);
        if (name.Length is 0 or > Limits.MaxUsernameLength) throw Refused($"a name has 1 to {Limits.MaxUsernameLength} characters");
        if (name.EnumerateRunes().Any(IsInvisible)) throw Refused("a name has no control or invisible characters, and no line breaks");
        if (KeyOf(name).Length == 0) throw Refused("a name has at least one character that can be seen");
        if (name.IndexOfAny(['@', '/', ':', '#', '`', '<', '>']) >= 0) throw Refused("a name has none of @ / : # ` < >");
        return name;
    }

    /// <summary>Without case, width and runs of blanks: <c>Ada</c>, <c>ADA</c> and <c>Ａｄａ</c> are one name.</summary>
    public static string KeyOf(string name) =>
        string.Join(' ', string.Concat(name.Where(c => !IsVariation(c)).Select(Narrow)).ToUpperInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries));

    // By hand: without the ICU library, which few small machines have, the framework normalises nothing.
    static char Narrow(char c) => c switch
    {
        >= '\uFF01' and <= '\uFF5E' => (char)(c - 0xFEE0),
        '\u3000' => ' ',
        _ => c,
    };

    // Chooses between two looks of one character, such as a text and an emoji heart.
    static bool IsVariation(char c) => c is >= '\uFE00' and <= '\uFE0F';

    internal static bool IsInvisible(Rune rune) => IsBlankLetter(rune.Value) || Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || (rune.Value != ' ' && Rune.IsWhiteSpace(rune));

    // Joiners, fillers and an empty Braille cell: letters by their category, nothing to the eye.
    static bool IsBlankLetter(int c) => c is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x2800 or 0x3164 or 0xFFA0 or (>= 0xE0100 and <= 0xE01EF);

    static RequestRefused Refused(string why) => new(ErrorCode.BadRequest, why, "username");
}
