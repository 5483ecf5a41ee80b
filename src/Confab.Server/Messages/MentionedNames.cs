using Confab.Protocol;
using Confab.Server.Accounts;

namespace Confab.Server.Messages;

/// <summary>Whom a text may name by <c>@name</c>. Names may hold blanks, so each place gives every name that may stand there.</summary>
static class MentionedNames
{
    /// <summary>So many places of one text are looked at.</summary>
    const int MostPlaces = 50;

    /// <summary>A name in a text may be longer than its key, by blanks.</summary>
    const int Longest = Limits.MaxUsernameLength * 2;

    /// <summary>For each <c>@</c> that begins a word the keys of the names that may follow, the longest first.</summary>
    public static IEnumerable<IEnumerable<string>> In(string content)
    {
        var places = 0;
        for (var at = content.IndexOf('@'); at >= 0 && places < MostPlaces; at = content.IndexOf('@', at + 1))
        {
            if (at > 0 && char.IsLetterOrDigit(content[at - 1])) continue;
            places++;
            yield return KeysAt(content, at + 1);
        }
    }

    static IEnumerable<string> KeysAt(string content, int start)
    {
        var end = start;
        while (end < content.Length && end - start < Longest && !EndsName(content[end])) end++;
        for (; end > start; end--)
            if (content[end - 1] != ' ' && EndsWord(content, end)) yield return Username.KeyOf(content[start..end]);
    }

    /// <summary>No name has these.</summary>
    static bool EndsName(char c) => char.IsControl(c) || c is '@' or '/' or ':' or '#' or '`' or '<' or '>';

    static bool EndsWord(string content, int end) =>
        end == content.Length || !(char.IsLetterOrDigit(content[end]) || char.IsLowSurrogate(content[end]) || content[end] is '_' or '-');
}
