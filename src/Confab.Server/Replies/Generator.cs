using Confab.Inference.Catalog;
using Confab.Inference.Routing;
using Confab.Inference.Streaming;
using Confab.Protocol;
using Confab.Server.Replies.Prompts;
using Confab.Server.Tools;
using Microsoft.Extensions.AI;

namespace Confab.Server.Replies;

/// <summary>Waits for a turn, runs the model, feeds the stream, and says how it went. It never throws: whatever happens is an outcome.</summary>
public sealed class Generator(ModelRouter router, ReplyQueue queue, ReplyOptions options, ToolOptions toolOptions, TimeProvider clock, ILogger<Generator> logger)
{
    /// <param name="prompt">Made when the turn has come, of what is known then; made anew where another model steps in.</param>
    /// <param name="grew">Told after each piece.</param>
    /// <param name="tools">Makes tools ready, before it waits for a turn: while a tool server starts nobody else waits for the model.</param>
    public async Task<StreamOutcome> RunAsync(
        ReplyStream stream, Asker asker, ChatOptions wishes, Func<Model, CancellationToken, Task<Prompt>> prompt, Action<Model>? grew = null, string? reference = null,
        Func<CancellationToken, Task>? tools = null)
    {
        var meter = new Meter(clock);
        var rounds = new ToolRounds(toolOptions, stream.Call, clock, logger);
        ModelChoice? choice = null;
        Prompt? made = null;
        try
        {
            var updates = rounds.StreamAsync(() => router.StreamAsync(PrepareAsync, Routing(), stream.Stopped), () => made!.Tools, stream.Stopped);
            return Outcome(await WriteAsync(stream, updates, () => grew?.Invoke(choice!.Model), meter));
        }
        catch (OperationCanceledException) when (stream.Stopped.IsCancellationRequested)
        {
            return Outcome(stream.StopReason);
        }
        catch (Exception e)
        {
            var fault = GenerationFaults.Explain(e);
            if (fault is null) logger.LogError(e, "A generation by {Model} failed", choice?.Model.Id);
            return Outcome(StreamEndReason.Error, fault ?? new(ErrorCode.Internal, "the model failed; the server's log says why"));
        }

        async Task<RoutedRequest> PrepareAsync(ModelChoice chosen, CancellationToken stop)
        {
            // After a tool the same model is asked for by name; why it was chosen was said before.
            if (choice?.Model != chosen.Model) choice = chosen;
            if (tools is not null && rounds.Round == 0 && chosen.Model.Card.Can("tools")) await tools(stop);
            var turn = await queue.EnterAsync(chosen.Model, asker, stream.Queued, stop);
            try
            {
                if (!stream.HasStarted) stream.Start(chosen.Model.Id, reference);
                // What came of tools was said to one model, with one prompt.
                if (rounds.Round == 0) made = await prompt(chosen.Model, stop);
                IList<AITool>? callable = made!.Tools.Count > 0 && rounds.MayCall ? [.. made.Tools.Select(tool => tool.Function)] : null;
                var shown = ToolFit.Fit(chosen.Model, made, rounds.Said, callable);
                var asked = shown.Bound(wishes, chosen.Model);
                asked.Tools = callable;
                meter.Begin(shown.Tokens, asked.MaxOutputTokens!.Value);
                return new RoutedRequest(shown.Messages, asked, turn);
            }
            catch
            {
                turn.Dispose();
                throw;
            }
        }

        ChatOptions Routing()
        {
            if (rounds.Round == 0) return wishes;
            var same = wishes.Clone();
            same.ModelId = choice!.Model.Id;
            return same;
        }

        StreamOutcome Outcome(StreamEndReason reason, ErrorFrame? fault = null) => meter.Outcome(reason, choice, fault);
    }

    async Task<StreamEndReason> WriteAsync(ReplyStream stream, IAsyncEnumerable<ChatResponseUpdate> updates, Action grew, Meter meter)
    {
        ChatFinishReason? finish = null;
        await foreach (var piece in updates.GatherAsync(options.Gather, clock, stream.Stopped))
        {
            finish = piece.FinishReason ?? finish;
            if (piece.Text.Length > 0)
            {
                meter.Add(piece.Tokens);
                stream.Grow(piece.Text, piece.Tokens);
                grew();
                if (meter.ProgressIsDue(options.Progress)) stream.Tell(meter.Progress(stream.Id));
            }
            if (piece.Usage is { } usage) meter.Count(usage);
        }
        return finish == ChatFinishReason.Length ? StreamEndReason.Length : StreamEndReason.Stop;
    }
}
