using System.Text;
using System.Text.RegularExpressions;

namespace Confab.TestModels;

/// <summary>
/// A text cut into tokens of which each occurs once, so that the last token alone tells the place in the text. Words
/// of three and more letters become tokens of their own when they are met for the first time; everything else (short
/// words, repeated words, all that is not plain ASCII) becomes one token per byte, so an emoji is always split.
/// </summary>
/// <remarks>
/// No prompt can contain one of these tokens. A word is out of reach because the vocabulary has no pair of letters to
/// merge on the way to it; a byte token is told apart by a tag after its two digits, which llama.cpp does not read.
/// </remarks>
static partial class Script
{
    public static List<Token> Cut(string text)
    {
        var tokens = new List<Token>();
        var words = new HashSet<string>();
        foreach (Match part in Parts().Matches(text))
        {
            if (part.Length >= 3 && part.Value.All(char.IsAscii) && !part.Value.Contains('\n') && words.Add(part.Value))
                tokens.Add(new(part.Value.Replace(' ', '\u2581'), -1e6f, TokenType.Normal));
            else
                tokens.AddRange(Encoding.UTF8.GetBytes(part.Value).Select((value, i) => Byte(value, tokens.Count + i)));
        }
        return tokens;
    }

    static Token Byte(byte value, int position) => new($"<0x{value:X2}>#{position}", 0, TokenType.Byte);

    [GeneratedRegex(@" ?[\x21-\x7e]+|[\ud800-\udbff][\udc00-\udfff]|[\s\S]")]
    private static partial Regex Parts();
}
