using System.Text;
using System.Text.Json;
using Confab.Inference.Catalog;
using Confab.Inference.Routing;
using Microsoft.Extensions.AI;

namespace Confab.Server.Replies;

/// <summary>Asks a model something of the server's own, behind everybody who waits for it; whoever comes makes it give way.</summary>
public sealed class AskBehind(ModelRouter router, ReplyQueue queue, TimeProvider clock, ILogger<AskBehind> logger)
{
    const int MostText = 16 * 1024;

    /// <summary>Null where the model gave way, took too long, failed, or wrote far too much.</summary>
    /// <param name="model">Must be in memory: nobody else's model is driven out of it for this.</param>
    /// <param name="prompt">What it is shown.</param>
    /// <param name="wishes">How to generate, with a limit of tokens.</param>
    /// <param name="deadline">How long it may wait and write.</param>
    /// <param name="stop">Ends it.</param>
    public async Task<string?> AskAsync(Model model, IReadOnlyList<ChatMessage> prompt, ChatOptions wishes, TimeSpan deadline, CancellationToken stop)
    {
        if (model.State != ModelState.Ready) return null;
        using var patience = new CancellationTokenSource(deadline, clock);
        using var giveWay = new CancellationTokenSource();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token, giveWay.Token);
        var asked = wishes.Clone();
        asked.ModelId = model.Id;
        try
        {
            return await ReadAsync(router.StreamAsync(PrepareAsync, asked, ending.Token));

            async Task<RoutedRequest> PrepareAsync(ModelChoice choice, CancellationToken cancelled) =>
                new(prompt, asked, await queue.EnterBehindAsync(choice.Model, giveWay, cancelled));
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception e) when (e is JsonException || GenerationFaults.Explain(e) is not null)
        {
            logger.LogDebug(e, "Nothing came of a question to {Model}", model.Id);
            return null;
        }
    }

    static async Task<string?> ReadAsync(IAsyncEnumerable<ChatResponseUpdate> updates)
    {
        var text = new StringBuilder();
        await foreach (var update in updates)
            if (text.Append(update.Text).Length > MostText) return null;
        return text.ToString();
    }
}
