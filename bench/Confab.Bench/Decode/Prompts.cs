using Confab.Inference.Catalog;
using Microsoft.Extensions.AI;

namespace Confab.Bench.Decode;

/// <summary>Prompts of a given length for a model that understands none of them.</summary>
static class Prompts
{
    static readonly string[] s_words = ["room", "chat", "message", "people", "answer", "question", "server", "model", "read", "write"];

    /// <summary>The same instructions before questions that differ.</summary>
    public static IReadOnlyList<ChatMessage> Shared(Model model, int tokens, string instructions, int question) =>
        [new(ChatRole.System, Text(model, tokens, instructions)), new(ChatRole.User, $"question {question}")];

    public static IReadOnlyList<ChatMessage> Long(Model model, int tokens, string start) => [new(ChatRole.User, Text(model, tokens, start))];

    static string Text(Model model, int tokens, string start)
    {
        var random = new Random(start.Length);
        var text = start;
        while (model.CountTokens(text) < tokens) text += " " + s_words[random.Next(s_words.Length)];
        return text;
    }
}
