using Confab.Server.Storage;

namespace Confab.Server.Knowledge;

/// <summary>Cuts a document where its headings and paragraphs end, into pieces that a prompt has room for.</summary>
static class Pieces
{
    /// <summary>UTF-16 units: about 300 tokens.</summary>
    const int Usual = 1200, MostHeading = 200;

    const int DeepestHeading = 6;

    public static IReadOnlyList<KnowledgePiece> Of(string path, string text)
    {
        var isMarkdown = path.EndsWith(".md", StringComparison.OrdinalIgnoreCase);
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var pieces = new List<KnowledgePiece>();
        var headings = new string?[DeepestHeading];
        var (start, length, isCode) = (0, 0, false);
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i];
            var level = isMarkdown && !isCode ? LevelOf(line) : 0;
            // A piece ends before a heading, and at a blank line once it is long enough; a line is never cut in two unless it alone is too long.
            var isFull = length > 0 && length + line.Length > Usual;
            if (level > 0 || isFull || (!isCode && length > Usual / 2 && line.Length == 0)) Close(i);
            if (level > 0)
            {
                headings[level - 1] = line[level..].Trim().TrimEnd('#').Trim();
                Array.Clear(headings, level, DeepestHeading - level);
            }
            if (isMarkdown && line.TrimStart().StartsWith("```", StringComparison.Ordinal)) isCode = !isCode;
            length += line.Length + 1;
        }
        Close(lines.Length);
        return pieces;

        void Close(int end)
        {
            var (from, to) = (start, end);
            (start, length) = (end, 0);
            while (from < to && lines[from].Trim().Length == 0) from++;
            while (to > from && lines[to - 1].Trim().Length == 0) to--;
            // A heading alone says nothing; it goes on with what stands under it.
            if (from == to || (isMarkdown && to - from == 1 && LevelOf(lines[from]) > 0)) return;
            var heading = string.Join(" › ", headings.OfType<string>().Where(h => h.Length > 0));
            foreach (var content in Cut(string.Join('\n', lines[from..to])))
                pieces.Add(new KnowledgePiece(0, path, from + 1, to, heading.Length == 0 ? null : heading[..Math.Min(heading.Length, MostHeading)], content));
        }
    }

    /// <summary>The level of a heading; 0 for what is none.</summary>
    static int LevelOf(string line)
    {
        var level = 0;
        while (level < line.Length && line[level] == '#') level++;
        return level is > 0 and <= DeepestHeading && level < line.Length && line[level] == ' ' ? level : 0;
    }

    /// <summary>A single line may be as long as a book.</summary>
    static IEnumerable<string> Cut(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var end = Math.Min(text.Length, at + (2 * Usual));
            if (end < text.Length && text.LastIndexOf(' ', end - 1, Usual) is > 0 and var blank) end = blank;
            if (end < text.Length && char.IsLowSurrogate(text[end])) end--;
            yield return text[at..end].Trim();
            at = end;
        }
    }
}
