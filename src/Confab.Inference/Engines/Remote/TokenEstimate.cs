using System.Text;
using Microsoft.Extensions.AI;

namespace Confab.Inference.Engines.Remote;

/// <summary>
/// Guesses tokens where the tokenizer is out of reach: a token for every four bytes of UTF-8, rounded up, and four more for
/// every message's frame. English comes close; other scripts come out too high rather than too low.
/// </summary>
static class TokenEstimate
{
    const int BytesPerToken = 4;
    const int TokensPerMessage = 4;

    public static int OfText(string text) => (Encoding.UTF8.GetByteCount(text) + BytesPerToken - 1) / BytesPerToken;

    public static int OfPrompt(IEnumerable<ChatMessage> messages) => messages.Sum(message => OfText(message.Text) + TokensPerMessage);
}
