using System.Text;
using Confab.Protocol;

namespace Confab.Server.Storage;

/// <summary>
/// A query in the language of SQLite's FTS5. Every text stands in quotes, in which nothing but a quote means anything, so nobody
/// can bring operators or names of columns in.
/// </summary>
static class SearchExpression
{
    /// <summary>What is looked for in the content; null where only filters are given.</summary>
    public static string? OfWords(IReadOnlyList<SearchWord> words)
    {
        var wanted = string.Join(" AND ", words.Where(w => !w.IsExcluded).Select(Quoted));
        if (wanted.Length == 0) return null;
        var excluded = string.Join(" OR ", words.Where(w => w.IsExcluded).Select(Quoted));
        return excluded.Length == 0 ? $"content : ({wanted})" : $"(content : ({wanted}) NOT content : ({excluded}))";
    }

    /// <summary>Any of these, in any column.</summary>
    public static string OfAny(IEnumerable<string> words) => string.Join(" OR ", words.Select(word => Quoted(new SearchWord(word))));

    /// <summary>The whole of it: words and tags, in one of the rooms (or in any, where they are null).</summary>
    public static string Of(SearchQuery query, UserId? author, IEnumerable<SearchedRoom>? rooms) => string.Join(" AND ", Parts(query, author, rooms));

    static IEnumerable<string> Parts(SearchQuery query, UserId? author, IEnumerable<SearchedRoom>? rooms)
    {
        if (OfWords(query.Words) is { } words) yield return words;
        if (author is { } a) yield return Tag('a' + Hex(a.Value));
        if (query.Kind is { } kind) yield return Tag('k' + kind.Word());
        if (query.HasFile) yield return Tag("hasfile");
        if (query.InThread) yield return Tag("inthread");
        if (rooms is not null) yield return $"tags : ({string.Join(" OR ", rooms.Select(r => 'r' + Hex(r.Id.Value)))})";
    }

    static string Tag(string word) => "tags : " + word;

    static string Quoted(SearchWord word) => $"\"{word.Text.Replace("\"", " ", StringComparison.Ordinal)}\"" + (word.IsPrefix ? "*" : "");

    static string Hex(string id) => Convert.ToHexString(Encoding.UTF8.GetBytes(id));
}
