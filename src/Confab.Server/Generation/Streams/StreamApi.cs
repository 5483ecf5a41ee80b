using System.Buffers;
using Confab.Inference.Catalog;
using Confab.Protocol;
using Confab.Server.Http;
using Confab.Server.Replies;
using Confab.Server.Sockets;
using Microsoft.Extensions.AI;

namespace Confab.Server.Generation.Streams;

/// <summary><c>GET /stream</c> as server-sent events and <c>POST /api/stream</c> as lines of JSON: one generation of one's own.</summary>
sealed class StreamApi(DirectGenerations generations, ModelCatalog models, Callers callers)
{
    public async Task<IResult> GetAsync(HttpContext http)
    {
        var query = http.Request.Query;
        RefuseForeignPages(http.Request);
        var caller = await callers.IdentifyAsync(http);
        // A browser's EventSource asks again when a stream has ended; 204 tells it that there is no more.
        if (http.Request.Headers.ContainsKey("Last-Event-ID")) return Results.NoContent();
        var prompt = DirectPrompt.Require((string?)query["prompt"]);
        var wishes = GenerationWishes.Require(QueryWishes.From(query), models, field => field);
        var events = new ServerSentEvents(http);
        return await SendAsync(http, caller, prompt, wishes, line => line is null
            ? events.CommentAsync("waiting")
            : events.WriteAsync(line, StreamWire.Json.StreamLine, line.Name, line switch { StartLine start => start.StreamId.Value, ErrorLine => "end", _ => null }));
    }

    public async Task<IResult> PostAsync(HttpContext http)
    {
        var caller = await callers.IdentifyAsync(http);
        var request = await JsonBody.ReadAsync(http, StreamWire.Json.StreamRequest);
        var prompt = DirectPrompt.Require(request.Prompt, request.Messages);
        var wishes = GenerationWishes.Require(request.Options, models);
        return await SendAsync(http, caller, prompt, wishes, async line =>
        {
            if (!http.Response.HasStarted) StreamedResponse.Begin(http, "application/x-ndjson; charset=utf-8");
            http.Response.BodyWriter.WriteJson(line ?? new WaitingLine(), StreamWire.Json.StreamLine);
            http.Response.BodyWriter.Write("\n"u8);
            await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
        });
    }

    /// <summary>Any page can make a browser fetch an address, as an image for example, and such a request names no origin.</summary>
    static void RefuseForeignPages(HttpRequest request)
    {
        if (request.Headers.Origin.Count == 0 && request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site")
            throw new RequestRefused(ErrorCode.NotAMember, "pages of other origins may not ask this by a link or an image; use an EventSource or fetch");
    }

    /// <param name="write">Sends a line at once; null where only a sign of life is due.</param>
    async Task<IResult> SendAsync(HttpContext http, Caller caller, DirectPrompt prompt, ChatOptions wishes, Func<StreamLine?, Task> write)
    {
        await using var generation = generations.Start(caller, prompt, wishes, http.RequestAborted);
        await foreach (var happened in generation.ReadAsync(StreamedResponse.KeepAlive))
        {
            if (happened is null or not StreamEnd) await write(happened is null ? null : Line(happened));
        }
        var outcome = await generation.Outcome;
        var fault = outcome.Refusal();
        // Where nothing was told yet, a refusal can still have a status of its own.
        if (fault is not null && !http.Response.HasStarted) throw new RequestRefused(fault);
        await write(fault is null ? Complete(outcome) : new ErrorLine(fault.Code, fault.Message, fault.RetryAfterMs));
        return Results.Empty;
    }

    static CompleteLine Complete(StreamOutcome outcome) => new(
        outcome.Reason, outcome.Usage, outcome.Duration.TotalMilliseconds, outcome.TimeToFirstToken?.TotalMilliseconds, outcome.TokensPerSecond, outcome.Choice?.Info());

    static StreamLine Line(ServerFrame happened) => happened switch
    {
        StreamQueued e => new QueuedLine(e.Ahead, e.EtaMs),
        StreamStart e => new StartLine(e.StreamId, e.Model),
        TokenEvent e => new TokenLine(e.Content, e.Offset, e.Position),
        ProgressEvent e => new ProgressLine(e.Tokens, e.MaxTokens, e.TokensPerSecond, e.EtaMs),
        _ => throw new InvalidOperationException($"no line tells of {happened.GetType().Name}"),
    };
}
