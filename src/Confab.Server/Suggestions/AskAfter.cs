using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Confab.Inference.Catalog;
using Confab.Server.Replies;
using Microsoft.Extensions.AI;

namespace Confab.Server.Suggestions;

/// <summary>
/// Asks the model that has just answered something more, for JSON. The model sees what it saw for the answer, and the answer:
/// nothing that a reader of the answer may not read, and nothing that an engine which keeps beginnings would have to compute again
/// or to forget for it.
/// </summary>
public sealed class AskAfter(AskBehind model, SuggestionOptions options)
{
    const int MaxTokens = 256;

    /// <summary>Null where the model knows no JSON, gave way, took too long, failed, or wrote something else.</summary>
    public async Task<T?> AskAsync<T>(FinishedReply reply, string question, JsonElement schema, JsonTypeInfo<T> type, CancellationToken stop) where T : class =>
        (await model.AskAsync(reply.Model, () => Shown(reply.Model, reply, question), new JsonQuestion<T>(schema, type, MaxTokens, options.Deadline), stop)).Answer;

    /// <summary>All of it where that fits, else the instructions and what was said last.</summary>
    static List<ChatMessage> Shown(Model model, FinishedReply reply, string question)
    {
        ChatMessage[] end = [new(ChatRole.Assistant, reply.Message.Content), new(ChatRole.User, question)];
        var seen = reply.Prompt.Messages;
        List<ChatMessage> whole = [.. seen, .. end];
        if (Fits(whole)) return whole;
        List<ChatMessage> newest = [.. seen.Take(1), .. seen.Skip(1).TakeLast(1), .. end];
        return Fits(newest) ? newest : throw new PromptTooLongException(model.CountPromptTokens(newest), model.ContextLength);

        bool Fits(List<ChatMessage> prompt) => model.CountPromptTokens(prompt) + MaxTokens <= model.ContextLength;
    }
}
