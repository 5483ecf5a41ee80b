using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Confab.Inference.Catalog;
using Confab.Inference.Routing;
using Confab.Server.Replies;
using Microsoft.Extensions.AI;

namespace Confab.Server.Suggestions;

/// <summary>
/// Asks a model for JSON of the server's own accord, behind everybody who waits for it; whoever comes makes it give way.
/// </summary>
public sealed class AskBehind(ModelRouter router, ReplyQueue queue, SuggestionOptions options, TimeProvider clock, ILogger<AskBehind> logger)
{
    const int MaxTokens = 256;
    const int MostTextOfToken = 16;

    /// <summary>
    /// The model that has just answered: it sees what it saw for the answer, and the answer, so nothing that a reader of the answer may
    /// not read, and nothing that an engine which keeps beginnings would have to compute again or to forget for it.
    /// Null where the model knows no JSON, gave way, took too long, failed, or wrote something else.
    /// </summary>
    public async Task<T?> AskAsync<T>(FinishedReply reply, string question, JsonElement schema, JsonTypeInfo<T> type, CancellationToken stop) where T : class =>
        (await AskAsync(reply.Model, () => Shown(reply.Model, reply, question), new JsonQuestion<T>(schema, type, MaxTokens, options.Deadline), stop)).Answer;

    /// <param name="model">What is asked.</param>
    /// <param name="prompt">Made when the turn has come.</param>
    /// <param name="question">What is to come of it.</param>
    /// <param name="stop">Ends it.</param>
    public async Task<Asked<T>> AskAsync<T>(Model model, Func<IReadOnlyList<ChatMessage>> prompt, JsonQuestion<T> question, CancellationToken stop) where T : class
    {
        // Nobody else's model is driven out of memory for this.
        if (!model.Card.Can("json") || model.State != ModelState.Ready) return Later<T>();
        using var deadline = new CancellationTokenSource(question.Deadline, clock);
        using var giveWay = new CancellationTokenSource();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop, deadline.Token, giveWay.Token);
        try
        {
            var wishes = new ChatOptions { ModelId = model.Id, MaxOutputTokens = question.MaxTokens, ResponseFormat = ChatResponseFormat.ForJsonSchema(question.Schema) };
            var written = await ReadAsync(router.StreamAsync(PrepareAsync, wishes, ending.Token), question.MaxTokens * MostTextOfToken);
            return new(JsonSerializer.Deserialize(written, question.Type), GaveWay: false);

            async Task<RoutedRequest> PrepareAsync(ModelChoice choice, CancellationToken cancelled)
            {
                var turn = await queue.EnterBehindAsync(choice.Model, giveWay, cancelled);
                try
                {
                    return new RoutedRequest(prompt(), wishes, turn);
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
            return Later<T>();
        }
        catch (Exception e) when (e is JsonException || GenerationFaults.Explain(e) is not null)
        {
            logger.LogDebug(e, "Nothing came of a question to {Model} that nobody waited for", model.Id);
            return e is ModelBusyException or ModelUnloadedException ? Later<T>() : default;
        }
    }

    static Asked<T> Later<T>() where T : class => new(null, GaveWay: true);

    static async Task<string> ReadAsync(IAsyncEnumerable<ChatResponseUpdate> updates, int mostText)
    {
        var text = new StringBuilder();
        await foreach (var update in updates)
            if (text.Append(update.Text).Length > mostText) throw new JsonException("the answer is too long");
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

/// <param name="Deadline">Waiting for the model, and its writing.</param>
public sealed record JsonQuestion<T>(JsonElement Schema, JsonTypeInfo<T> Type, int MaxTokens, TimeSpan Deadline) where T : class;

/// <param name="Answer">Null where the model gave way, failed or wrote something else.</param>
/// <param name="GaveWay">It may be asked again later; else it has had its say.</param>
public readonly record struct Asked<T>(T? Answer, bool GaveWay) where T : class;
