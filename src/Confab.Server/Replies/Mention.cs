namespace Confab.Server.Replies;

/// <summary><c>@AIBot</c> anywhere as a word, or <c>/AIBot</c> in front.</summary>
static class Mention
{
    public static bool IsOf(string name, string content) => IsCommand(name, content) || IsAt(name, content);

    /// <summary>The content without a handle in front, which tells a model nothing.</summary>
    public static string Strip(string name, string content)
    {
        var text = content.TrimStart();
        if (!StartsWithHandle(name, text, '/') && !StartsWithHandle(name, text, '@')) return content;
        var rest = text[(name.Length + 1)..].TrimStart(' ', ',', ':', '\n');
        return rest.Length > 0 ? rest : content;
    }

    static bool IsCommand(string name, string content) => StartsWithHandle(name, content.TrimStart(), '/');

    static bool IsAt(string name, string content)
    {
        for (var at = content.IndexOf('@'); at >= 0; at = content.IndexOf('@', at + 1))
            if ((at == 0 || !char.IsLetterOrDigit(content[at - 1])) && StartsWithHandle(name, content.AsSpan(at), '@')) return true;
        return false;
    }

    static bool StartsWithHandle(string name, ReadOnlySpan<char> text, char sign) =>
        text.StartsWith(sign)
        && text[1..].StartsWith(name, StringComparison.OrdinalIgnoreCase)
        && (text.Length == name.Length + 1 || !(char.IsLetterOrDigit(text[name.Length + 1]) || text[name.Length + 1] is '_' or '-'));
}
