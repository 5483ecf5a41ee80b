namespace Confab.Cli.Rooms.Commands;

/// <summary>Emoji for keyboards that have none.</summary>
static class EmojiWords
{
    const string Usual = "👍";

    static readonly Dictionary<string, string> s_words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["+"] = Usual, ["+1"] = Usual, ["-"] = "👎", ["-1"] = "👎", ["heart"] = "❤️", ["laugh"] = "😂", ["tada"] = "🎉", ["eyes"] = "👀",
        ["fire"] = "🔥", ["ok"] = "✅", ["thanks"] = "🙏", ["wow"] = "😮", ["sad"] = "😢", ["rocket"] = "🚀", ["think"] = "🤔", ["wave"] = "👋",
    };

    /// <summary>The emoji of a word; what is none stays, and the server says whether it is an emoji.</summary>
    public static string Read(string said) => said.Length == 0 ? Usual : s_words.GetValueOrDefault(said.Trim(':'), said);
}
