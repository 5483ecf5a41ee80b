using Microsoft.Data.Sqlite;

namespace Confab.Server.Storage;

/// <summary>
/// Where words stand in texts. The index keeps no text, so the few that were found are indexed once more, in memory and by the
/// same tokenizer: what it calls a word there, it calls a word here.
/// </summary>
static class SqliteHighlights
{
    const char Open = '\u0001', Close = '\u0002';

    /// <summary>For each text the places of the words, in order.</summary>
    public static IReadOnlyList<IReadOnlyList<TextRange>> Find(IReadOnlyList<string> texts, string expression)
    {
        var found = new IReadOnlyList<TextRange>[texts.Count];
        Array.Fill(found, []);
        if (texts.Count == 0) return found;
        using var connection = new SqliteConnection("Data Source=:memory:;Pooling=False");
        connection.Open();
        connection.Execute("create virtual table found using fts5(content, tags, tokenize='unicode61 remove_diacritics 2'); begin");
        using var insert = connection.Prepared("insert into found (rowid, content) values ($n, $content)", "$n", "$content");
        for (var i = 0; i < texts.Count; i++) insert.With(i, Unmarked(texts[i])).ExecuteNonQuery();
        using var query = connection.Prepared($"select rowid, highlight(found, 0, char({(int)Open}), char({(int)Close})) from found where found match $words", "$words");
        using var row = query.With(expression).ExecuteReader();
        while (row.Read()) found[row.GetInt32(0)] = Places(row.GetString(1));
        return found;
    }

    // A model may have said our marks.
    static string Unmarked(string text) => text.Replace(Open, ' ').Replace(Close, ' ').Replace('\0', ' ');

    static List<TextRange> Places(string marked)
    {
        var places = new List<TextRange>();
        for (int i = 0, marks = 0, start = 0; i < marked.Length; i++)
        {
            if (marked[i] == Open) start = i - marks++;
            else if (marked[i] == Close) places.Add(new TextRange(start, i - marks++ - start));
        }
        return places;
    }
}
