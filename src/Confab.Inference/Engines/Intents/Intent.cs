using System.Text.RegularExpressions;

namespace Confab.Inference.Engines.Intents;

/// <summary>A topic the built-in agent knows: the words that point to it, what it says about it, and what one might ask next.</summary>
sealed class Intent
{
    readonly Regex _keywords;

    public Intent(string name, string answer, string[] suggestions, params string[] keywords)
    {
        Name = name;
        Answer = answer;
        Suggestions = suggestions;
        _keywords = new Regex(
            string.Join('|', keywords.Select(Pattern)), RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
    }

    public string Name { get; }

    public string Answer { get; }

    /// <summary>3 to 5 short questions; each leads to a topic that the agent knows.</summary>
    public IReadOnlyList<string> Suggestions { get; }

    public int CountHits(string text) => _keywords.Count(text);

    // Whole words only, so that "copy" does not mean "py"; a plural is the same word.
    static string Pattern(string keyword) => char.IsLetterOrDigit(keyword[^1])
        ? $@"(?<![\w]){Regex.Escape(keyword)}s?(?![\w])"
        : $@"(?<![\w]){Regex.Escape(keyword)}";
}
