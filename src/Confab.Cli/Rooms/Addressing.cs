using Confab.Protocol;

namespace Confab.Cli.Rooms;

/// <summary>Whether a line speaks to an assistant: <c>/AIBot …</c> in front, or <c>@AIBot</c> anywhere as a word, by its handle.</summary>
static class Addressing
{
    /// <summary>A slash word that is an assistant's handle is a message, not a command.</summary>
    public static bool StartsWithHandle(string line, IEnumerable<Member> members) =>
        Assistants(members).Any(assistant => StartsWith(line.AsSpan().TrimStart(), '/', HandleOf(assistant)));

    public static bool AsksSomeone(string line, IReadOnlyCollection<Member> members) =>
        StartsWithHandle(line, members) || Assistants(members).Any(assistant => Mentions(line, HandleOf(assistant)));

    /// <summary>What somebody is called by in a message: an assistant by its handle, a person by their name.</summary>
    public static string HandleOf(Member member) => member.Assistant?.Handle ?? member.Name;

    public static IEnumerable<Member> Assistants(IEnumerable<Member> members) => members.Where(member => member.Kind == AuthorKind.Assistant);

    /// <summary>Whether a text has <c>@name</c> in it as a word.</summary>
    public static bool Mentions(string line, string name)
    {
        for (var at = line.IndexOf('@'); at >= 0; at = line.IndexOf('@', at + 1))
            if ((at == 0 || !char.IsLetterOrDigit(line[at - 1])) && StartsWith(line.AsSpan(at), '@', name)) return true;
        return false;
    }

    static bool StartsWith(ReadOnlySpan<char> text, char sign, string name) =>
        text.Length > name.Length && text[0] == sign
        && text[1..].StartsWith(name, StringComparison.OrdinalIgnoreCase)
        && (text.Length == name.Length + 1 || !(char.IsLetterOrDigit(text[name.Length + 1]) || text[name.Length + 1] is '_' or '-'));
}
