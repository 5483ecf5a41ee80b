using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Confab.Inference.Catalog;
using Confab.Inference.Routing;
using Confab.Server.Replies;
using Microsoft.Extensions.AI;

namespace Confab.Server.Suggestions;

/// <summary>
/// Asks the model that has just answered something more, for JSON, behind everybody who waits for it; whoever comes makes it
/// give way. The model sees what it saw for the answer, and the answer: nothing that a reader of the answer may not read, and
/// nothing that an engine which keeps beginnings would have to compute again or to forget for it.
/// </summary>
public sealed class AskBehind(ModelRouter router, ReplyQueue queue, SuggestionOptions options, TimeProvider clock, ILogger<AskBehind> logger)
{
    const int MaxTokens = 256;
    const int MostText = 4096;

    /// <summary>Null where the model knows no JSON, gave way, took too long, failed, or wrote something else.</summary>
    public async Task<T?> AskAsync<T>(FinishedReply reply, string question, JsonElement schema, JsonTypeInfo<T> type, CancellationToken stop) where T : class
    {
        // Nobody else's model is driven out of memory for this.
        if (!reply.Model.Card.Can("json") || reply.Model.State != ModelState.Ready) return null;
        using var deadline = new CancellationTokenSource(options.Deadline, clock);
        using var giveWay = new CancellationTokenSource();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop, deadline.Token, giveWay.Token);
        try
        {
            var wishes = new ChatOptions { ModelId = reply.Model.Id, MaxOutputTokens = MaxTokens, ResponseFormat = ChatResponseFormat.ForJsonSchema(schema) };
            var written = await ReadAsync(router.StreamAsync(PrepareAsync, wishes, ending.Token));
            return JsonSerializer.Deserialize(written, type);

            async Task<RoutedRequest> PrepareAsync(ModelChoice choice, CancellationToken cancelled)
            {
                var turn = await queue.EnterBehindAsync(choice.Model, giveWay, cancelled);
                try
                {
                    return new RoutedRequest(Shown(choice.Model, reply, question), wishes, turn);
                }
                catch
                {
                    turn.Dispose();
                    throw;
                }
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception e) when (e is JsonException || GenerationFaults.Explain(e) is not null)
        {
            logger.LogDebug(e, "Nothing came of a question to {Model} after its answer", reply.Model.Id);
            return null;
        }
    }

    static async Task<string> ReadAsync(IAsyncEnumerable<ChatResponseUpdate> updates)
    {
        var text = new StringBuilder();
        await foreach (var update in updates)
            if (text.Append(update.Text).Length > MostText) throw new JsonException("the answer is too long");
        return text.ToString();
    }

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
