using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Confab.Inference.Catalog;
using Confab.Inference.Routing;
using Microsoft.Extensions.AI;

namespace Confab.Server.Replies;

/// <summary>Asks a model something of the server's own accord, behind everybody who waits for it; whoever comes makes it give way.</summary>
public sealed class AskBehind(ModelRouter router, ReplyQueue queue, TimeProvider clock, ILogger<AskBehind> logger)
{
    const int MostTextOfToken = 16;

    static readonly Asked<string> Later = new(null, GaveWay: true);

    /// <param name="model">What is asked; where it is not in memory it gives way, for nobody else's model is driven out for this.</param>
    /// <param name="prompt">Made when the turn has come.</param>
    /// <param name="question">What is to come of it.</param>
    /// <param name="stop">Ends it.</param>
    public async Task<Asked<T>> AskAsync<T>(Model model, Func<IReadOnlyList<ChatMessage>> prompt, JsonQuestion<T> question, CancellationToken stop) where T : class
    {
        if (!model.Card.Can("json")) return default;
        var wishes = new ChatOptions { MaxOutputTokens = question.MaxTokens, ResponseFormat = ChatResponseFormat.ForJsonSchema(question.Schema) };
        var (written, gaveWay) = await AskAsync(model, prompt, wishes, question.Deadline, stop);
        try
        {
            return new(written is null ? null : JsonSerializer.Deserialize(written, question.Type), gaveWay);
        }
        catch (JsonException e)
        {
            logger.LogDebug(e, "{Model} wrote no such JSON", model.Id);
            return default;
        }
    }

    /// <param name="model">What is asked; where it is not in memory it gives way.</param>
    /// <param name="prompt">Made when the turn has come.</param>
    /// <param name="wishes">How to generate, with a limit of tokens.</param>
    /// <param name="deadline">For waiting and writing.</param>
    /// <param name="stop">Ends it.</param>
    public async Task<Asked<string>> AskAsync(Model model, Func<IReadOnlyList<ChatMessage>> prompt, ChatOptions wishes, TimeSpan deadline, CancellationToken stop)
    {
        if (model.State != ModelState.Ready) return Later;
        using var patience = new CancellationTokenSource(deadline, clock);
        using var giveWay = new CancellationTokenSource();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token, giveWay.Token);
        var asked = wishes.Clone();
        asked.ModelId = model.Id;
        try
        {
            return new(await ReadAsync(router.StreamAsync(PrepareAsync, asked, ending.Token), asked.MaxOutputTokens!.Value * MostTextOfToken), GaveWay: false);

            async Task<RoutedRequest> PrepareAsync(ModelChoice choice, CancellationToken cancelled)
            {
                var turn = await queue.EnterBehindAsync(choice.Model, giveWay, cancelled);
                try
                {
                    return new RoutedRequest(prompt(), asked, turn);
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
            return Later;
        }
        catch (Exception e) when (GenerationFaults.Explain(e) is not null)
        {
            logger.LogDebug(e, "Nothing came of a question to {Model} that nobody waited for", model.Id);
            return e is ModelBusyException or ModelUnloadedException ? Later : default;
        }
    }

    /// <summary>Null where it is far too long.</summary>
    static async Task<string?> ReadAsync(IAsyncEnumerable<ChatResponseUpdate> updates, int mostText)
    {
        var text = new StringBuilder();
        await foreach (var update in updates)
            if (text.Append(update.Text).Length > mostText) return null;
        return text.ToString();
    }
}

/// <param name="Schema">What the answer is held to.</param>
/// <param name="Deadline">For waiting and writing.</param>
public sealed record JsonQuestion<T>(JsonElement Schema, JsonTypeInfo<T> Type, int MaxTokens, TimeSpan Deadline) where T : class;

/// <param name="Answer">Null where the model gave way, failed or wrote something else.</param>
/// <param name="GaveWay">It may be asked again later; else it has had its say.</param>
public readonly record struct Asked<T>(T? Answer, bool GaveWay) where T : class;
