using Confab.Server.Messages;

namespace Confab.Server.Sessions;

/// <summary>What a session is called in its person's list of rooms.</summary>
static class SessionTitle
{
    public const string Untitled = "New conversation";
    const int MostCharacters = 48;
    const int MostWords = 6;

    /// <summary>The beginning of the first message, on one line.</summary>
    public static string Of(string message) => OneLine.Of(message) is { Length: > 0 } line ? Cut(line) : Untitled;

    /// <summary>What a model proposes, without what models like to put around a title; null where nothing is left, or where it is JSON once more.</summary>
    public static string? OfModel(string proposed)
    {
        if (!proposed.Any(char.IsLetterOrDigit) || proposed.TrimStart().StartsWith('{')) return null;
        var words = OneLine.Of(proposed).Trim(' ', '"', '\'', '“', '”', '„', '«', '»', '#', '*', '.').Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0 ? null : Cut(string.Join(' ', words.Take(MostWords)));
    }

    static string Cut(string line)
    {
        if (line.Length <= MostCharacters) return line;
        var end = char.IsHighSurrogate(line[MostCharacters - 1]) ? MostCharacters - 1 : MostCharacters;
        return line[..end].TrimEnd() + "…";
    }
}
