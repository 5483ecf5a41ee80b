using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Confab.Inference.Catalog;
using Confab.Server;
using Confab.Server.Generation.Models;
using Confab.TestModels;
using Confab.Tests.Support;

namespace Confab.Tests.Models;

/// <summary>The models of a running server, over HTTP.</summary>
public class ModelRoutesTests
{
    [Fact]
    public async Task What_lies_in_the_folder_is_listed_and_the_default_is_loaded_by_itself()
    {
        await using var site = await Site.StartAsync("alpha", "beta");

        var answer = await site.UntilAsync("alpha", "ready");

        Assert.Equal(["alpha", "beta", "intents"], answer["models"]!.AsArray().Select(m => (string)m!["id"]!));
        Assert.Equal((true, true), ((bool)answer["models"]![0]!["isDefault"]!, (bool)answer["mayChange"]!));
        Assert.InRange((long)answer["memory"]!["used"]!, 1, (long)answer["memory"]!["budget"]!);
        Assert.Equal("unloaded", (string)answer["models"]![1]!["state"]!);
    }

    [Fact]
    public async Task A_model_is_loaded_and_unloaded_on_request()
    {
        await using var site = await Site.StartAsync("alpha", "beta");

        Assert.Equal((HttpStatusCode.OK, "ready"), await site.ChangeAsync("beta", "load"));
        Assert.Equal((HttpStatusCode.OK, "unloaded"), await site.ChangeAsync("beta", "unload"));
        Assert.Equal("unloaded", (string)(await site.GetAsync("/api/models/beta"))["state"]!);
    }

    [Fact]
    public async Task A_busy_model_is_unloaded_only_by_force()
    {
        await using var site = await Site.StartAsync("alpha");
        await site.UntilAsync("alpha", "ready");
        var catalog = site.App.Get<ModelCatalog>();
        using var lease = await catalog.UseAsync(catalog.Find("alpha")!);

        using var refusal = await site.Http.PostAsync(new Uri("/api/models/alpha/unload", UriKind.Relative), null);
        var problem = JsonNode.Parse(await refusal.Content.ReadAsStringAsync())!;

        Assert.Equal((HttpStatusCode.Conflict, "in_use"), (refusal.StatusCode, (string)problem["code"]!));
        Assert.Equal("'alpha' is in use by 1 request; wait for the end, or unload it all the same.", (string)problem["detail"]!);
        Assert.Equal((HttpStatusCode.OK, "unloaded"), await site.ChangeAsync("alpha", "unload?force=true"));
    }

    [Fact]
    public async Task A_removed_model_is_gone_from_the_list_and_from_the_disk()
    {
        await using var site = await Site.StartAsync("alpha", "beta");

        using var answer = await site.Http.DeleteAsync(new Uri("/api/models/beta", UriKind.Relative));

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(["alpha.gguf"], Directory.GetFiles(site.Models).Select(Path.GetFileName));
        Assert.Equal(HttpStatusCode.NotFound, (await site.ChangeAsync("beta", "load")).Status);
    }

    [Fact]
    public async Task A_broken_file_is_shown_as_failed_with_the_reason_and_cannot_be_loaded()
    {
        var folder = Directory.CreateTempSubdirectory("confab-models-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "torn.gguf"), "GGU");
        await using var site = await Site.StartInAsync(folder);

        var torn = await site.GetAsync("/api/models/torn");
        using var refusal = await site.Http.PostAsync(new Uri("/api/models/torn/load", UriKind.Relative), null);

        Assert.Equal("failed", (string)torn["state"]!);
        Assert.StartsWith("Cannot load 'torn.gguf': ", (string)torn["error"]!, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refusal.StatusCode);
    }

    [Fact]
    public async Task A_broken_file_that_was_put_right_is_read_anew_when_it_is_loaded()
    {
        var folder = Directory.CreateTempSubdirectory("confab-models-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "torn.gguf"), "GGU");
        await using var site = await Site.StartInAsync(folder);
        Assert.Equal("failed", (string)(await site.GetAsync("/api/models/torn"))["state"]!);

        TinyModel.WriteScripted(Path.Combine(folder, "torn.gguf"), "whole again");

        Assert.Equal((HttpStatusCode.OK, "ready"), await site.ChangeAsync("torn", "load"));
        var mended = await site.GetAsync("/api/models/torn");
        Assert.Equal((256, "chat"), ((int)mended["contextLength"]!, (string)mended["capabilities"]![0]!));
    }

    [Fact]
    public async Task Models_are_changed_by_nobody_where_the_operator_says_so()
    {
        await using var site = await Site.StartAsync(o => o with { ManagesModels = false }, "alpha");

        var list = await site.GetAsync("/api/models");
        using var refusal = await site.Http.PostAsync(new Uri("/api/models/alpha/load", UriKind.Relative), null);
        using var pull = await site.Http.PostAsJsonAsync(new Uri("/api/models/pull", UriKind.Relative), new { source = "https://example.org/a.gguf" });

        Assert.Equal((false, "models are changed by the operator only; allow it with: confab serve --manage-models"), ((bool)list["mayChange"]!, (string)list["whyNot"]!));
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (refusal.StatusCode, pull.StatusCode));
    }

    [Fact]
    public async Task A_page_of_another_origin_changes_nothing()
    {
        await using var site = await Site.StartAsync("alpha");
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/api/models/alpha") { Headers = { { "Origin", "https://evil.example" } } };

        using var refusal = await site.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, refusal.StatusCode);
        Assert.True(File.Exists(Path.Combine(site.Models, "alpha.gguf")));
    }

    [Fact]
    public async Task A_pull_tells_what_went_wrong_in_its_last_line()
    {
        await using var site = await Site.StartAsync();

        using var answer = await site.Http.PostAsJsonAsync(new Uri("/api/models/pull", UriKind.Relative), new { source = "ftp://nowhere/a.gguf" });
        var line = JsonNode.Parse((await answer.Content.ReadAsStringAsync()).Trim().Split('\n')[^1])!;

        Assert.Equal("error", (string)line["type"]!);
        Assert.Contains("https://…/file.gguf or hf:owner/repo/file.gguf", (string)line["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pulled_model_is_there_at_once()
    {
        await using var source = await Site.StartAsync("gamma");
        await using var files = await FileServer.StartAsync(source.Models);
        await using var site = await Site.StartAsync();

        using var answer = await site.Http.PostAsJsonAsync(new Uri("/api/models/pull", UriKind.Relative), new { source = new Uri(files.Address, "gamma.gguf").AbsoluteUri });
        var lines = (await answer.Content.ReadAsStringAsync()).Trim().Split('\n').Select(line => JsonNode.Parse(line)!).ToList();

        Assert.Equal("done", (string)lines[^1]["type"]!);
        Assert.All(lines[..^1], line => Assert.Equal("progress", (string)line["type"]!));
        Assert.Equal((HttpStatusCode.OK, "ready"), await site.ChangeAsync("gamma", "load"));
    }

    [Fact]
    public async Task Settings_beside_the_weights_and_endpoints_are_models_too()
    {
        var folder = Directory.CreateTempSubdirectory("confab-models-").FullName;
        TinyModel.WriteScripted(Path.Combine(folder, "alpha.gguf"), "hello");
        await File.WriteAllTextAsync(Path.Combine(folder, "alpha.json"), """{ "name": "Alpha", "quality": 0.9, "capabilities": ["chat", "poetry"] }""");
        await File.WriteAllTextAsync(Path.Combine(folder, "far.json"), """{ "address": "http://localhost:9/v1", "model": "gpt", "price": { "input": 1, "output": 2 } }""");
        await File.WriteAllTextAsync(Path.Combine(folder, "odd.json"), """{ "enigne": "openai" }""");
        await using var site = await Site.StartInAsync(folder);

        var models = (await site.GetAsync("/api/models"))["models"]!.AsArray().ToDictionary(m => (string)m!["id"]!, m => m!);

        Assert.Equal(("Alpha", "chat,poetry"), ((string)models["alpha"]["name"]!, string.Join(',', models["alpha"]["capabilities"]!.AsArray().Select(c => (string)c!))));
        Assert.Equal(("openai", 1.0, 2.0), ((string)models["far"]["type"]!, (double)models["far"]["price"]!["input"]!, (double)models["far"]["price"]!["output"]!));
        Assert.Equal("failed", (string)models["odd"]["state"]!);
        Assert.Contains("enigne", (string)models["odd"]["error"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_beside_weights_count_also_for_a_model_that_is_named_by_its_file()
    {
        var folder = Directory.CreateTempSubdirectory("confab-models-").FullName;
        TinyModel.WriteScripted(Path.Combine(folder, "alpha.gguf"), "hello");
        await File.WriteAllTextAsync(Path.Combine(folder, "alpha.json"), """{ "contextLength": 128, "slots": 2, "quality": 0.9 }""");

        await using var model = await new ModelEngines(new() { Threads = 1 }).LoadAsync(Path.Combine(folder, "alpha.gguf"));

        Assert.Equal((128, 2, 0.9, ModelState.Ready), (model.ContextLength, model.Slots, model.Card.Quality, model.State));
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>A server over a folder of tiny models.</summary>
    sealed class Site(ChatApplication app, string models) : IAsyncDisposable
    {
        public ChatApplication App => app;

        public string Models => models;

        public HttpClient Http { get; } = new() { BaseAddress = app.Address };

        public static Task<Site> StartAsync(params string[] names) => StartAsync(o => o, names);

        public static Task<Site> StartAsync(Func<ServerOptions, ServerOptions> configure, params string[] names)
        {
            var folder = Directory.CreateTempSubdirectory("confab-models-").FullName;
            foreach (var name in names) TinyModel.WriteScripted(Path.Combine(folder, name + ".gguf"), $"I am {name}.");
            return StartInAsync(folder, configure);
        }

        public static async Task<Site> StartInAsync(string folder, Func<ServerOptions, ServerOptions>? configure = null) => new(
            await ChatApplication.StartAsync(o => (configure ?? (x => x))(o with { ModelsFolder = folder, Running = new() { Threads = 1, ContextLength = 256 } })), folder);

        public async Task<JsonNode> GetAsync(string path) => JsonNode.Parse(await Http.GetStringAsync(new Uri(path, UriKind.Relative)))!;

        public async Task<(HttpStatusCode Status, string? State)> ChangeAsync(string id, string change)
        {
            using var answer = await Http.PostAsync(new Uri($"/api/models/{id}/{change}", UriKind.Relative), null);
            return (answer.StatusCode, (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["state"]);
        }

        public async Task<JsonNode> UntilAsync(string id, string state)
        {
            var deadline = TestTime.Deadline();
            while (true)
            {
                var answer = await GetAsync("/api/models");
                if (answer["models"]!.AsArray().Any(m => (string)m!["id"]! == id && (string)m["state"]! == state)) return answer;
                await Task.Delay(10, deadline);
            }
        }

        public async ValueTask DisposeAsync()
        {
            Http.Dispose();
            await app.DisposeAsync();
            Directory.Delete(models, recursive: true);
        }
    }
}
