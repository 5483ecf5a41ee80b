using System.Text;
using Confab.Server.Accounts;

namespace Confab.Server.Messages;

/// <summary>A text as one line: what cannot be seen is a blank, blanks in a row are one, and there are none around it.</summary>
static class OneLine
{
    public static string Of(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var shown = Username.IsInvisible(rune) ? new Rune(' ') : rune;
            if (shown.Value != ' ' || (line.Length > 0 && line[^1] != ' ')) line.Append(shown);
        }
        return line.ToString().TrimEnd();
    }
}
