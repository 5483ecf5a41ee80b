using System.Text;

namespace Confab.Server.Meaning;

/// <summary>The words of a text that say what it is about.</summary>
static class ContentWords
{
    const int Most = 24;

    static readonly HashSet<string> Empty = new(
        """
        a about again all also am an and any anything are aren as at be because been before being both but by can cannot could d did didn do does
        doesn doing don down during each few for from further get give go going got had has hasn have having he hello her here hers hey hi him his how
        i if in into is isn it its just know let like ll m make may maybe me might mine more most much must my myself need no nor not now of off
        ok okay on once only or other our ours out over own please re really s same say see shall she should so some something such sure t tell
        than thank thanks that the their them then there these they thing things this those through to too under until up us use used ve very
        want was we well were what when where which while who whom whose why will with would yes yet you your yours yourself
        """.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), StringComparer.Ordinal);

    // What a profile calls things, by what people ask with.
    static readonly string[][] Alike =
    [
        ["occupation", "job", "work", "profession", "employer", "career", "living", "position", "company"],
        ["location", "live", "lives", "city", "town", "home", "place", "country", "address", "based"],
        ["age", "old", "born", "birthday", "years"],
        ["interests", "interest", "hobby", "hobbies", "enjoy", "enjoys", "fun", "pastime", "weekends", "spare"],
        ["preferences", "preference", "prefer", "prefers", "favourite", "favorite", "likes", "loves", "love"],
        ["name", "called", "call"],
        ["partner", "wife", "husband", "married", "spouse", "girlfriend", "boyfriend"],
        ["children", "child", "kids", "kid", "son", "daughter", "sons", "daughters"],
        ["pet", "pets", "dog", "cat", "animal", "animals"],
        ["food", "eat", "eats", "meal", "dish", "dinner", "lunch", "diet", "vegetarian", "vegan", "allergy", "allergic"],
        ["drink", "drinks", "tea", "coffee", "beverage"],
        ["car", "drive", "drives", "vehicle"],
        ["language", "languages", "speak", "speaks"],
        ["study", "studies", "studied", "university", "degree", "school", "education"],
    ];

    static readonly Dictionary<string, string[]> AlikeOf = Alike.SelectMany(group => group.Select(word => (word, group))).ToDictionary(p => p.word, p => p.group, StringComparer.Ordinal);

    /// <summary>In lower case, each once, in their order.</summary>
    public static IReadOnlyList<string> Of(string text) => [.. All(text).Where(word => !Empty.Contains(word)).Distinct(StringComparer.Ordinal).Take(Most)];

    /// <summary>With others that people say for the same.</summary>
    public static IReadOnlyList<string> WithAlike(string text)
    {
        // "Where" and "how old" ask for something that is no word of the question.
        var words = Of(text);
        var asked = All(text).Contains("where") ? words.Append("location") : words;
        return [.. words.Concat(asked.SelectMany(word => AlikeOf.GetValueOrDefault(word) ?? [])).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Every word in lower case. What is written without blanks, such as Chinese, is one.</summary>
    public static IEnumerable<string> All(string text)
    {
        var word = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune)) word.Append(Rune.ToLowerInvariant(rune).ToString());
            else if (word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }
        }
        if (word.Length > 0) yield return word.ToString();
    }
}
