namespace Confab.Cli.Rooms.Commands;

/// <summary>Emoji for keyboards that have none.</summary>
static class EmojiWords
{
    /// <summary>The emoji of a word; what is none stays, and the server says whether it is an emoji.</summary>
    public static string Read(string said) => said.Trim(':').ToLowerInvariant() switch
    {
        "" or "+" or "+1" => "👍",
        "-" or "-1" => "👎",
        "heart" => "❤️",
        "laugh" => "😂",
        "tada" => "🎉",
        "eyes" => "👀",
        "fire" => "🔥",
        "ok" => "✅",
        "thanks" => "🙏",
        "wow" => "😮",
        "sad" => "😢",
        "rocket" => "🚀",
        "think" => "🤔",
        "wave" => "👋",
        _ => said,
    };
}
