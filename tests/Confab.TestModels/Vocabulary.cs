namespace Confab.TestModels;

/// <summary>The vocabularies of the test models: SentencePiece's form, with a token for every byte.</summary>
static class Vocabulary
{
    public const int End = 2;

    static readonly string[] s_words =
    [
        "the", "and", "is", "a", "of", "to", "in", "it", "you", "hello", "chat", "room", "model", "tiny", "stream", "token",
        "test", "reply",
    ];

    /// <summary>The bytes and the letters. It has no token of two letters, so a text never becomes anything longer.</summary>
    public static List<Token> Letters()
    {
        var tokens = new List<Token>
        {
            new("<unk>", 0, TokenType.Unknown), new("<s>", 0, TokenType.Control), new("</s>", 0, TokenType.Control),
        };
        for (var value = 0; value < 256; value++) tokens.Add(new($"<0x{value:X2}>", 0, TokenType.Byte));
        tokens.Add(new("<|im_start|>", 0, TokenType.Control));
        tokens.Add(new("<|im_end|>", 0, TokenType.Control));
        tokens.Add(new("\u2581", -1, TokenType.Normal));
        foreach (var letter in "abcdefghijklmnopqrstuvwxyz.,!?") AddNormal(tokens, letter.ToString());
        return tokens;
    }

    /// <summary>The letters and some words, with every step on the way to them: SentencePiece merges pair by pair.</summary>
    public static List<Token> Words()
    {
        var tokens = Letters();
        foreach (var part in s_words.SelectMany(Beginnings).Distinct().ToArray()) AddNormal(tokens, part);
        return tokens;
    }

    /// <summary>A vocabulary of this size, filled up with pronounceable nonsense.</summary>
    public static List<Token> Large(int size)
    {
        var tokens = Words();
        var seen = tokens.Select(token => token.Text).ToHashSet();
        var pairs = (from first in "abcdefghijklmnopqrstuvwxyz" from second in "aeiouyrlnt" select $"{first}{second}").ToArray();
        foreach (var pair in pairs) Add(pair);
        foreach (var letter in "abcdefghijklmnopqrstuvwxyz") Add($"\u2581{letter}");
        foreach (var pair in pairs) Add($"\u2581{pair}");
        for (var i = 0; tokens.Count < size; i++)
            Add($"{(i % 3 == 0 ? "\u2581" : "")}{pairs[i % pairs.Length]}{pairs[i / pairs.Length % pairs.Length]}");
        return tokens;

        void Add(string text)
        {
            if (seen.Add(text)) AddNormal(tokens, text);
        }
    }

    static IEnumerable<string> Beginnings(string word) =>
        Enumerable.Range(1, word.Length).Select(length => $"\u2581{word[..length]}");

    static void AddNormal(List<Token> tokens, string text) => tokens.Add(new(text, -tokens.Count, TokenType.Normal));
}
