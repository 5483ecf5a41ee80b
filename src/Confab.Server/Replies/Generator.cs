using Confab.Inference.Catalog;
using Confab.Inference.Llama;
using Confab.Inference.Routing;
using Confab.Inference.Streaming;
using Confab.Protocol;
using Microsoft.Extensions.AI;

namespace Confab.Server.Replies;

/// <summary>Waits for a turn, runs the model, feeds the stream, and says how it went. It never throws: whatever happens is an outcome.</summary>
public sealed class Generator(ModelRouter router, ReplyQueue queue, ReplyOptions options, TimeProvider clock, ILogger<Generator> logger)
{
    /// <param name="prompt">Made when the turn has come, of what is known then.</param>
    /// <param name="grew">Told after each piece.</param>
    public async Task<StreamOutcome> RunAsync(
        ReplyStream stream, Asker asker, ChatOptions wishes, Func<Model, CancellationToken, Task<Prompt>> prompt, Action<Model>? grew = null, string? reference = null)
    {
        var meter = new Meter(clock);
        ModelChoice? choice = null;
        try
        {
            choice = router.Choose(wishes);
            using var turn = await queue.EnterAsync(choice.Model, asker, stream.Queued, stream.Stopped);
            stream.Start(choice.Model.Id, reference);
            return Outcome(await WriteAsync(stream, choice.Model, wishes, prompt, grew, meter));
        }
        catch (OperationCanceledException) when (stream.Stopped.IsCancellationRequested)
        {
            return Outcome(stream.StopReason);
        }
        catch (OperationCanceledException)
        {
            return Outcome(StreamEndReason.Error, $"the model took longer than {(meter.Tokens == 0 ? options.FirstTokenDeadline : options.Deadline).TotalMinutes:0.#} minutes");
        }
        catch (Exception e) when (e is QueueFullException or UnknownModelException or PromptTooLongException or ModelUnloadedException)
        {
            return Outcome(StreamEndReason.Error, e.Message);
        }
        catch (Exception e)
        {
            logger.LogError(e, "A generation by {Model} failed", choice?.Model.Id);
            return Outcome(StreamEndReason.Error, e is ChatTemplateException ? e.Message : "the model failed; the server's log says why");
        }

        StreamOutcome Outcome(StreamEndReason reason, string? error = null) => meter.Outcome(reason, choice, error);
    }

    async Task<StreamEndReason> WriteAsync(
        ReplyStream stream, Model model, ChatOptions wishes, Func<Model, CancellationToken, Task<Prompt>> prompt, Action<Model>? grew, Meter meter)
    {
        using var deadline = new CancellationTokenSource(options.FirstTokenDeadline, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stream.Stopped, deadline.Token);
        var made = await prompt(model, stop.Token);
        wishes.MaxOutputTokens ??= made.MaxTokens;
        meter.Begin(made.Tokens);

        ChatFinishReason? finish = null;
        var updates = router.GetStreamingResponseAsync(made.Messages, wishes, stop.Token);
        await foreach (var piece in updates.GatherAsync(options.Gather, clock, stop.Token))
        {
            finish = piece.FinishReason ?? finish;
            if (piece.Text.Length > 0)
            {
                if (meter.Add(piece.Tokens)) deadline.CancelAfter(options.Deadline);
                stream.Grow(piece.Text, piece.Tokens);
                grew?.Invoke(model);
                if (meter.ProgressIsDue(options.Progress)) stream.Tell(meter.Progress(stream.Id, wishes.MaxOutputTokens.Value));
            }
            if (piece.Usage is { } usage) meter.Count(usage);
        }
        return finish == ChatFinishReason.Length ? StreamEndReason.Length : StreamEndReason.Stop;
    }
}
