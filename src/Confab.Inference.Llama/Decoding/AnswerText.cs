using System.Text;
using Confab.Inference.Streaming;

namespace Confab.Inference.Llama.Decoding;

/// <summary>Turns the bytes of tokens into text: whole characters only, and nothing of a stop sequence.</summary>
sealed class AnswerText(IEnumerable<string>? stops)
{
    readonly Decoder _utf8 = Encoding.UTF8.GetDecoder();
    readonly StopSequences _stops = new(stops);

    public bool HasStopped => _stops.HasStopped;

    public string Add(ReadOnlySpan<byte> piece) => _stops.Add(Decode(piece, isEnd: false));

    /// <summary>What was held back. Half a character at the end becomes U+FFFD.</summary>
    public string Flush() => HasStopped ? "" : _stops.Add(Decode([], isEnd: true)) + _stops.Flush();

    string Decode(ReadOnlySpan<byte> bytes, bool isEnd)
    {
        Span<char> characters = bytes.Length < 256 ? stackalloc char[260] : new char[bytes.Length + 4];
        return new string(characters[.._utf8.GetChars(bytes, characters, isEnd)]);
    }
}
