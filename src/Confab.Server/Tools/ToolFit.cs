using Confab.Inference.Catalog;
using Confab.Inference.Tools;
using Confab.Server.Replies.Prompts;
using Microsoft.Extensions.AI;

namespace Confab.Server.Tools;

/// <summary>
/// Cuts what tools said to what a model holds beside the prompt and the answer: each result to the same length, then the oldest rounds
/// go, and at last the answer gets shorter.
/// </summary>
static class ToolFit
{
    /// <summary>A shorter result says nothing any more, UTF-16 units.</summary>
    const int Least = 128;

    /// <param name="model">What is asked.</param>
    /// <param name="prompt">What it was shown first.</param>
    /// <param name="said">Calls and results, two messages a round.</param>
    /// <param name="tools">What it may call in this round.</param>
    /// <exception cref="PromptTooLongException">The prompt and the newest round alone are more than the model holds.</exception>
    public static Prompt Fit(Model model, Prompt prompt, IReadOnlyList<ChatMessage> said, IEnumerable<AITool>? tools)
    {
        if (said.Count == 0) return prompt;
        var most = said.SelectMany(m => m.Contents.OfType<FunctionResultContent>()).Max(Length);
        while (true)
        {
            List<ChatMessage> messages = [.. prompt.Messages, .. said.Select(m => Cut(m, most))];
            // However its engine writes them, calls and results take about as much as they do as text.
            var tokens = model.CountPromptTokens(TaggedTools.Write(messages, tools)) + prompt.PictureTokens;
            if (tokens + prompt.MaxTokens <= model.ContextLength) return prompt with { Messages = messages, Tokens = tokens };
            if (most > Least) most = Math.Max(Least, most / 2);
            else if (said.Count > 2) said = [.. said.Skip(2)];
            else if (tokens < model.ContextLength) return prompt with { Messages = messages, Tokens = tokens };
            else throw new PromptTooLongException(tokens, model.ContextLength);
        }
    }

    static int Length(FunctionResultContent result) => (result.Result as string)?.Length ?? 0;

    static ChatMessage Cut(ChatMessage message, int most) => message.Contents.OfType<FunctionResultContent>().Any(result => Length(result) > most)
        ? new(message.Role, [.. message.Contents.Select(content => content is FunctionResultContent result ? new FunctionResultContent(result.CallId, Beginning((string)result.Result!, most)) : content)])
        : message;

    static string Beginning(string text, int most) =>
        text.Length <= most ? text : $"{text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)]}\n… cut: there is no room for more";
}
