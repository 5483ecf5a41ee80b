using System.Text;
using Confab.Server.Accounts;

namespace Confab.Server.Sessions;

/// <summary>What a session is called in its person's list of rooms.</summary>
static class SessionTitle
{
    public const string Untitled = "New conversation";
    const int MostCharacters = 48;

    /// <summary>The beginning of the first message, on one line.</summary>
    public static string Of(string message)
    {
        var line = new StringBuilder();
        foreach (var rune in message.EnumerateRunes())
        {
            var shown = Username.IsInvisible(rune) ? new Rune(' ') : rune;
            if (line.Length + shown.Utf16SequenceLength > MostCharacters) return line.ToString().TrimEnd() + "…";
            if (shown.Value != ' ' || (line.Length > 0 && line[^1] != ' ')) line.Append(shown);
        }
        return line.ToString().TrimEnd() is { Length: > 0 } title ? title : Untitled;
    }
}
