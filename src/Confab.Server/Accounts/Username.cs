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
        if (name.IndexOfAny(['@', '/', ':', '#', '`', '<', '>']) >= 0) throw Refused("a name has none of @ / : # ` < >");
        return name;
    }

    /// <summary>Without case, width and runs of blanks: <c>Ada</c>, <c>ADA</c> and <c>Ａｄａ</c> are one name.</summary>
    public static string KeyOf(string name) =>
        string.Join(' ', name.Normalize(NormalizationForm.FormKC).ToUpperInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries));

    static bool IsInvisible(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || (rune.Value != ' ' && Rune.IsWhiteSpace(rune));

    static RequestRefused Refused(string why) => new(ErrorCode.BadRequest, why, "username");
}
