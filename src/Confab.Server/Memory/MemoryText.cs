using Confab.Protocol;
using Confab.Server.Meaning;
using Confab.Server.Messages;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Memory;

/// <summary>The words that a memory is kept in: one line of text, which nobody can begin another line of a prompt in.</summary>
static class MemoryText
{
    static readonly HashSet<string> Pleasantries = new(
        ["hello", "hi", "hey", "bye", "goodbye", "morning", "evening", "night", "good", "great", "nice", "fine", "cool", "lol", "haha", "sorry", "welcome", "help", "question", "test"],
        StringComparer.Ordinal);

    /// <summary>With the name of whom it is about, where the words do not say it.</summary>
    public static string Of(string content, Author? about)
    {
        var line = OneLine.Of(content);
        if (about is not null && !line.Contains(about.Name, StringComparison.OrdinalIgnoreCase)) line = $"{about.Name}: {line}";
        return Cut(line, MemoryLimits.MaxContent);
    }

    /// <summary>It says nothing that is worth keeping: fewer than two words of weight.</summary>
    public static bool IsTrivial(string content) => ContentWords.Of(content).Count(word => !Pleasantries.Contains(word)) < 2;

    /// <exception cref="RequestRefused">It is empty or too long.</exception>
    public static string Require(string? content, string field = "content")
    {
        var line = OneLine.Of(content ?? "");
        return line.Length is > 0 and <= MemoryLimits.MaxContent
            ? line
            : throw new RequestRefused(ErrorCode.BadRequest, $"\"{field}\" is a line of 1 to {MemoryLimits.MaxContent} characters", field);
    }

    static string Cut(string line, int most) => line.Length <= most ? line : line[..(char.IsHighSurrogate(line[most - 2]) ? most - 2 : most - 1)] + "…";
}
