using Confab.Server.Http;
using Confab.Server.Replies;
using Microsoft.Extensions.AI;

namespace Confab.Server.Generation.OpenAi;

/// <summary>Answers prompts one after the other, whole or piece by piece.</summary>
sealed class Answering(DirectGenerations generations)
{
    public async Task<IResult> WholeAsync(HttpContext http, Caller caller, AnswerShape shape, IReadOnlyList<DirectPrompt> prompts, ChatOptions wishes)
    {
        var choices = new List<Choice>();
        var outcomes = new List<StreamOutcome>();
        foreach (var prompt in prompts)
        {
            await using var generation = generations.Start(caller, prompt, wishes, http.RequestAborted);
            var outcome = await generation.Outcome;
            http.RequestAborted.ThrowIfCancellationRequested();
            if (outcome.Refusal() is { } why) return OpenAiErrors.Failure(http, why);
            choices.Add(shape.All(choices.Count, generation.Text, OpenAiWords.FinishReason(outcome)));
            outcomes.Add(outcome);
        }
        http.Response.Headers.CacheControl = "no-store";
        var answer = shape.Whole(outcomes[^1].Model!, choices) with { Usage = OpenAiWords.UsageOf(outcomes), Confab = OpenAiWords.Explain(outcomes[^1]) };
        return Results.Json(answer, OpenAiWire.Json.Completion);
    }

    /// <param name="countsUsage">The last chunk tells what it cost.</param>
    public async Task<IResult> StreamAsync(
        HttpContext http, Caller caller, AnswerShape shape, IReadOnlyList<DirectPrompt> prompts, ChatOptions wishes, bool countsUsage)
    {
        var events = new ServerSentEvents(http);
        var outcomes = new List<StreamOutcome>();
        foreach (var prompt in prompts)
        {
            await using var generation = generations.Start(caller, prompt, wishes, http.RequestAborted);
            var writer = new ChunkWriter(events, shape, outcomes.Count, countsUsage);
            await foreach (var happened in generation.ReadAsync(StreamedResponse.KeepAlive)) await writer.TellAsync(happened);
            var outcome = await generation.Outcome;
            http.RequestAborted.ThrowIfCancellationRequested();
            if (outcome.Refusal() is { } why)
            {
                if (!events.HasBegun) return OpenAiErrors.Failure(http, why);
                await events.WriteAsync(OpenAiErrors.FailureBody(why), OpenAiWire.Json.ErrorBody);
                return Results.Empty;
            }
            await writer.EndAsync(outcome);
            outcomes.Add(outcome);
        }
        if (countsUsage)
            await events.WriteAsync(shape.Part(outcomes[^1].Model!) with { Usage = OpenAiWords.UsageOf(outcomes) }, OpenAiWire.Json.Completion);
        await events.WriteAsync("[DONE]");
        return Results.Empty;
    }
}
