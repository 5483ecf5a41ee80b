using Confab.Inference.Catalog;
using Confab.Inference.Streaming;
using Microsoft.Extensions.AI;

namespace Confab.Tests.Inference.Llama;

/// <summary>Questions to a model under test, and what came back.</summary>
static class Ask
{
    public static ChatOptions Greedy(int maxTokens = 4096) => new() { Temperature = 0, MaxOutputTokens = maxTokens };

    public static ChatMessage User(string text) => new(ChatRole.User, text);

    public static async Task<Answer> AskAsync(
        this Model model, string question, ChatOptions? options = null, CancellationToken stop = default) =>
        await model.AskAsync([User(question)], options, stop);

    public static async Task<Answer> AskAsync(
        this Model model, IReadOnlyList<ChatMessage> messages, ChatOptions? options = null, CancellationToken stop = default)
    {
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in model.Client.GetStreamingResponseAsync(messages, options ?? Greedy(), stop)) updates.Add(update);
        return new(updates);
    }
}

sealed class Answer(List<ChatResponseUpdate> updates)
{
    public IReadOnlyList<TextContent> Pieces { get; } = [.. updates.SelectMany(update => update.Contents).OfType<TextContent>()];

    public string Text => string.Concat(Pieces.Select(piece => piece.Text));

    public int PieceTokens => Pieces.Sum(piece => piece.CountTokens());

    public ChatFinishReason? FinishReason => updates[^1].FinishReason;

    public UsageDetails Usage => updates[^1].Contents.OfType<UsageContent>().Single().Details;
}
