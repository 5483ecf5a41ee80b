using System.Text;

namespace Confab.Cli.Terminal.Text;

/// <summary>
/// Makes text of others harmless to a terminal. Control characters could move the cursor, retitle the window or fake
/// what somebody else said; direction marks could turn a text around. They become visible signs or vanish.
/// </summary>
static class SafeText
{
    const string Tab = "    ";

    /// <summary>Keeps line breaks.</summary>
    public static string Clean(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~')) return text;
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.ReplaceLineEndings("\n").EnumerateRunes()) Append(clean, rune);
        return clean.ToString();
    }

    /// <summary>For names and other text that has one line.</summary>
    public static string CleanLine(string text) => Clean(text).Replace('\n', '␊');

    static void Append(StringBuilder clean, Rune rune)
    {
        switch (rune.Value)
        {
            case '\n': clean.Append('\n'); break;
            case '\t': clean.Append(Tab); break;
            case < 0x20: clean.Append((char)(0x2400 + rune.Value)); break;
            case 0x7F: clean.Append('␡'); break;
            case >= 0x80 and <= 0x9F: clean.Append('\uFFFD'); break;
            case 0x061C or 0x200E or 0x200F or >= 0x202A and <= 0x202E or >= 0x2066 and <= 0x2069: break;
            // Invisible letters that could hide one text in another.
            case >= 0xE0000 and <= 0xE007F: break;
            default: clean.Append(rune.ToString()); break;
        }
    }
}
