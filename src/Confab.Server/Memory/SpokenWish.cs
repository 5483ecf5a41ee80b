using System.Text.RegularExpressions;

namespace Confab.Server.Memory;

enum WishKind { Remember, Forget, ForgetEverything }

/// <summary>What somebody tells an assistant in plain words to remember or to forget.</summary>
/// <param name="Text">What; empty where it is everything.</param>
/// <param name="IsOfSpeaker">It is about whoever says it.</param>
/// <param name="Topic">What it answers, where the sentence shows it.</param>
readonly partial record struct SpokenWish(WishKind Kind, string Text, bool IsOfSpeaker = false, string? Topic = null)
{
    /// <summary>Null for everything else, questions such as "do you remember" among them.</summary>
    public static SpokenWish? Parse(string content)
    {
        var text = Handles().Replace(Politeness().Replace(Handles().Replace(content.Trim(), ""), ""), "").Trim();
        if (Everything().IsMatch(text)) return new(WishKind.ForgetEverything, "");
        if (Remembering().Match(text) is { Success: true } remember) return Remember(Cleaned(remember.Groups["what"].Value), isQuestion: text.EndsWith('?'));
        if (Forgetting().Match(text) is { Success: true } forget && Cleaned(forget.Groups["what"].Value) is { Length: > 0 } what && !text.EndsWith('?'))
            return new(WishKind.Forget, what);
        return null;
    }

    static SpokenWish? Remember(string what, bool isQuestion) =>
        isQuestion || what.Length == 0 ? null : new(WishKind.Remember, what, FirstPerson().IsMatch(what), TopicOf(what));

    static string? TopicOf(string what)
    {
        if (MyTopic().Match(what) is { Success: true } my) return MemoryTopic.Of(my.Groups["topic"].Value);
        return IAmNamed().IsMatch(what) ? "name" : IAmOld().IsMatch(what) ? "age" : ILive().IsMatch(what) ? "location" : IWork().IsMatch(what) ? "occupation" : null;
    }

    static string Cleaned(string what) => what.Trim().TrimEnd('.', '!', ' ').Trim();

    // Handles in front and behind: "@AIBot remember …", "remember …, @AIBot".
    [GeneratedRegex(@"^[@/][\w-]+[\s,:]*|[\s,]*@[\w-]+[.!]*$", RegexOptions.CultureInvariant)]
    private static partial Regex Handles();

    [GeneratedRegex(@"^(?:(?:please|hey|ok|okay|can you|could you|would you|will you)[\s,]+)+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Politeness();

    [GeneratedRegex(
        @"^(?:remember|keep in mind|don['’]?t forget|do not forget)(?:\s+that\s+|\s*:\s*|\s+(?=(?:i|i['’]m|i['’]ve|my|we|our|we['’]re)\s))(?<what>.+)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Remembering();

    [GeneratedRegex(@"^forget\s+(?:what i (?:said|told you)\s+)?(?:that\s+|about\s+)?(?<what>.+)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Forgetting();

    [GeneratedRegex(
        @"^forget\s+(?:(?:everything|all|anything)(?:\s+(?:about me|you know about me|i (?:said|told you)|of me|that))?|(?:all )?about me|me)[,.!\s]*(?:please)?[.!\s]*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Everything();

    [GeneratedRegex(@"\b(?:i|i['’](?:m|ve|d|ll)|my|me|mine|myself)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FirstPerson();

    [GeneratedRegex(@"^my\s+(?<topic>[\w\s'’-]{1,48}?)\s+(?:is|are|was|will be)\s", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex MyTopic();

    [GeneratedRegex(@"^(?:i am|i['’]m) called\s", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex IAmNamed();

    [GeneratedRegex(@"^(?:i am|i['’]m) \d{1,3}(?: years old)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex IAmOld();

    [GeneratedRegex(@"^i (?:now )?live in\s", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ILive();

    [GeneratedRegex(@"^i (?:now )?work (?:as|at|for|in)\s", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex IWork();
}
