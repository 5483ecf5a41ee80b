using System.Text.RegularExpressions;
using Confab.Server.Messages;

namespace Confab.Server.Memory;

enum WishKind { Remember, Forget, ForgetEverything }

/// <summary>What somebody tells an assistant in plain words to remember or to forget, in one of the languages of <see cref="WishWords"/>.</summary>
/// <param name="Text">What; empty where it is everything.</param>
/// <param name="IsOfSpeaker">It is about whoever says it.</param>
/// <param name="Topic">What it answers, where the sentence shows it.</param>
readonly partial record struct SpokenWish(WishKind Kind, string Text, bool IsOfSpeaker = false, string? Topic = null)
{
    /// <summary>What is longer is none; UTF-16 units, each run of white space counted as one.</summary>
    public const int MaxLength = 1000;

    /// <summary>Null for everything else, questions such as "do you remember" among them.</summary>
    public static SpokenWish? Parse(string content)
    {
        // A message may be all white space but for a word.
        var line = OneLine.Of(content);
        if (line.Length > MaxLength) return null;
        try
        {
            var said = Handles().Replace(line, "").TrimStart('¡');
            foreach (var words in WishWords.All)
                if (Parse(Handles().Replace(words.WithoutPoliteness(said), "").Trim(), words) is { } wish) return wish;
        }
        catch (RegexMatchTimeoutException)
        {
            // What is so hard to tell from a wish is none.
        }
        return null;
    }

    static SpokenWish? Parse(string text, WishWords words)
    {
        if (words.AreEverything(text)) return new(WishKind.ForgetEverything, "");
        if (text.EndsWith('?')) return null;
        if (words.ToRemember(text) is { Length: > 0 } kept) return new(WishKind.Remember, kept, words.AreOfSpeaker(kept), words.TopicOf(kept));
        return words.ToForget(text) is { Length: > 0 } what ? new(WishKind.Forget, what) : null;
    }

    // Handles in front and behind: "@AIBot remember …", "remember …, @AIBot".
    [GeneratedRegex(@"^[@/][\w-]+[ ,:]*|[ ,]{0,3}@[\w-]+[.!]*$", RegexOptions.CultureInvariant, WishWords.PatienceMilliseconds)]
    private static partial Regex Handles();
}
