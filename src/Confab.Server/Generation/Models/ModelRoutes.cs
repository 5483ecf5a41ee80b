using System.Text.Json;
using System.Threading.Channels;
using Confab.Inference.Catalog;
using Confab.Inference.Catalog.Pulling;
using Confab.Protocol;
using Confab.Protocol.Json;
using Confab.Server.Http;
using Confab.Server.Sockets;

namespace Confab.Server.Generation.Models;

/// <summary><c>/api/models</c>: what there is, and changing it.</summary>
public static class ModelRoutes
{
    const int LinesWaiting = 64;

    public static void MapModels(this RouteGroupBuilder api)
    {
        api.MapGet("/api/models", async (HttpContext http, Callers callers, ListModels list, ModelCatalog catalog, ModelChanges changes) =>
        {
            await callers.IdentifyAsync(http);
            var answer = new ModelCatalogAnswer(list.All().Models, changes.WhyNot is null, new(catalog.MemoryUsed, catalog.MemoryBudget), changes.WhyNot);
            return Results.Json(answer, ModelJson.Default.ModelCatalogAnswer);
        });
        api.MapGet("/api/models/{id}", async (string id, HttpContext http, Callers callers, ModelChanges changes, ModelCatalog catalog) =>
        {
            await callers.IdentifyAsync(http);
            return Info(changes.Require(id), catalog);
        });
        api.MapPost("/api/models/{id}/load", async (string id, HttpContext http, Callers callers, ModelChanges changes, ModelCatalog catalog) =>
        {
            await callers.IdentifyAsync(http);
            return Info(await changes.LoadAsync(id, http.RequestAborted), catalog);
        });
        api.MapPost("/api/models/{id}/unload", async (string id, bool? force, HttpContext http, Callers callers, ModelChanges changes, ModelCatalog catalog) =>
        {
            await callers.IdentifyAsync(http);
            return Info(await changes.UnloadAsync(id, force ?? false, http.RequestAborted), catalog);
        });
        api.MapDelete("/api/models/{id}", async (string id, HttpContext http, Callers callers, ModelChanges changes) =>
        {
            await callers.IdentifyAsync(http);
            await changes.RemoveAsync(id);
            return Results.NoContent();
        });
        api.MapPost("/api/models/pull", PullAsync);
    }

    static async Task PullAsync(HttpContext http, Callers callers, ModelChanges changes, ModelCatalog catalog, IHostApplicationLifetime lifetime)
    {
        await callers.IdentifyAsync(http);
        changes.Allow();
        var request = await JsonBody.ReadAsync(http, ModelJson.Default.PullRequest);
        if (request.Source is not { Length: > 0 } source)
            throw new RequestRefused(ErrorCode.BadRequest, "\"source\" is missing: give https://…/file.gguf or hf:owner/repo/file.gguf", "source");

        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        var lines = Channel.CreateBounded<PullLine>(new BoundedChannelOptions(LinesWaiting) { FullMode = BoundedChannelFullMode.DropOldest });
        var pull = RunAsync(source, request.Sha256, changes, catalog, lines.Writer, end.Token);
        http.Response.ContentType = "application/x-ndjson; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        await foreach (var line in lines.Reader.ReadAllAsync(http.RequestAborted)) await WriteAsync(http.Response, line);
        await WriteAsync(http.Response, await pull);
    }

    static async Task<PullLine> RunAsync(string source, string? sha256, ModelChanges changes, ModelCatalog catalog, ChannelWriter<PullLine> lines, CancellationToken stop)
    {
        try
        {
            var (model, file) = await changes.PullAsync(source, sha256, new Told(p => lines.TryWrite(Step(p))), stop);
            return new PullDone(model.Info(model == catalog.Default), file.Sha256, file.IsVerified);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return new PullFailed("it was stopped; the next pull of the same source goes on here");
        }
        catch (Exception e) when (e is ModelPullException or ArgumentException or InvalidOperationException)
        {
            return new PullFailed(e.Message);
        }
        finally
        {
            lines.Complete();
        }
    }

    static async Task WriteAsync(HttpResponse response, PullLine line)
    {
        await JsonSerializer.SerializeAsync(response.Body, line, ModelJson.Default.PullLine, response.HttpContext.RequestAborted);
        await response.Body.WriteAsync("\n"u8.ToArray(), response.HttpContext.RequestAborted);
        await response.Body.FlushAsync(response.HttpContext.RequestAborted);
    }

    static PullStep Step(PullProgress p) => new(
        p.Stage.ToString().ToLowerInvariant(), p.Bytes, p.BytesPerSecond, p.TotalBytes, p.Remaining?.TotalMilliseconds, p.Trouble);

    static IResult Info(Model model, ModelCatalog catalog) => Results.Json(model.Info(model == catalog.Default), WireJson.Options);

    sealed class Told(Action<PullProgress> told) : IProgress<PullProgress>
    {
        public void Report(PullProgress value) => told(value);
    }
}
