using Microsoft.Extensions.AI;

namespace Confab.Inference.Streaming;

/// <summary>Pieces of generated text that know how many tokens they were made of.</summary>
/// <remarks><see cref="TextContent"/> is sealed, so the count travels as its raw representation.</remarks>
public static class GeneratedText
{
    static readonly TokenCount One = new(1);

    /// <summary>Makes a piece.</summary>
    /// <param name="text">The text.</param>
    /// <param name="tokens">
    /// The tokens behind it. Tokens that gave no text (half a character, the start of a stop sequence) count with the
    /// piece that follows them.
    /// </param>
    public static TextContent Create(string text, int tokens) =>
        new(text) { RawRepresentation = tokens == 1 ? One : new TokenCount(tokens) };

    /// <summary>The tokens behind a piece; 1 for a text whose engine does not say, 0 for an empty one.</summary>
    public static int CountTokens(this TextContent piece) => piece switch
    {
        { RawRepresentation: TokenCount count } => count.Tokens,
        { Text.Length: 0 } => 0,
        _ => 1,
    };

    sealed record TokenCount(int Tokens);
}
