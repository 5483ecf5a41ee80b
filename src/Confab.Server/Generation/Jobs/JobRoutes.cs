using Confab.Server.Http;

namespace Confab.Server.Generation.Jobs;

/// <summary><c>/api/jobs</c>: a prompt answered in the background, and how far it is.</summary>
static class JobRoutes
{
    public static void MapJobs(this RouteGroupBuilder api)
    {
        api.MapPost("/api/jobs", async (HttpContext http, Callers callers, OwnJobs all) =>
        {
            var caller = await callers.IdentifyAsync(http);
            var job = all.Start(caller, await JsonBody.ReadAsync(http, JobWire.Json.JobRequest));
            http.Response.Headers.Location = $"/api/jobs/{job.Id}";
            return Results.Json(JobAnswer.Of(job), JobWire.Json.JobAnswer, statusCode: StatusCodes.Status202Accepted);
        });
        api.MapGet("/api/jobs", async (HttpContext http, Callers callers, OwnJobs all) =>
        {
            var caller = await callers.IdentifyAsync(http);
            return Results.Json(new JobList([.. all.List(caller).Select(JobAnswer.Of)]), JobWire.Json.JobList);
        });
        api.MapGet("/api/jobs/{id}", async (string id, HttpContext http, Callers callers, OwnJobs all) =>
        {
            var caller = await callers.IdentifyAsync(http);
            return Results.Json(JobAnswer.Of(all.Require(caller, id)), JobWire.Json.JobAnswer);
        });
        api.MapGet("/api/jobs/{id}/events", WatchAsync);
        api.MapDelete("/api/jobs/{id}", async (string id, HttpContext http, Callers callers, OwnJobs all) =>
        {
            var caller = await callers.IdentifyAsync(http);
            return Results.Json(JobAnswer.Of(await all.CancelAsync(caller, id, http.RequestAborted)), JobWire.Json.JobAnswer);
        });
    }

    /// <summary>The job as server-sent events whenever it has changed, until it has ended.</summary>
    static async Task<IResult> WatchAsync(string id, HttpContext http, Callers callers, OwnJobs all)
    {
        var caller = await callers.IdentifyAsync(http);
        var events = new ServerSentEvents(http);
        await foreach (var job in all.WatchAsync(caller, id, http.RequestAborted)) await events.WriteAsync(JobAnswer.Of(job), JobWire.Json.JobAnswer, "job");
        return Results.Empty;
    }
}
