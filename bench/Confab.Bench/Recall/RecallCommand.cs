using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Confab.Bench.Reporting;
using Confab.Inference.Catalog;
using Confab.Protocol;
using Confab.Server;
using Confab.Server.Replies.Prompts;
using Confab.Server.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Report = Confab.Bench.Reporting.Report;

namespace Confab.Bench.Recall;

/// <summary>How often the fact that a question is about is among the first three that are recalled, for the set of facts that the tests use.</summary>
static class RecallCommand
{
    static readonly UserId Assistant = new("assistant:aibot");
    static readonly Author Ada = new(new("user:ada"), "ada", AuthorKind.User);
    static readonly RoomId Chat = new("chat");
    static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public static Command Create()
    {
        var set = new Option<string>("--set") { Description = "The facts and their questions", DefaultValueFactory = _ => "tests/Confab.Tests/Memory/recall-set.json" };
        var models = new Option<string?>("--models") { Description = "A folder with embedding models, each measured too" };
        var write = Shared.Write();
        var command = new Command("recall", "Recall at 3 of a person's memories, for keywords and for other words") { set, models, write };
        command.SetAction(async (parsed, stop) =>
        {
            var facts = JsonSerializer.Deserialize<List<Fact>>(await File.ReadAllTextAsync(parsed.GetValue(set)!, stop), Web)!;
            var table = new Table($"of {facts.Count} facts", "keywords", "other words", "ms a question");
            await using var app = await StartAsync(parsed.GetValue(models), facts);
            await MeasureAsync(table, app, "full-text rank", facts);
            foreach (var model in app.Services.GetRequiredService<ModelCatalog>().List().Where(m => m.Card.Can("embeddings") && !m.Card.Writes))
            {
                using var loaded = await app.Services.GetRequiredService<ModelCatalog>().UseAsync(model, stop: stop);
                while ((await app.Services.GetRequiredService<IMemoryStore>().ReadWithoutEmbeddingAsync(model.Id, 1, stop)).Count > 0) await Task.Delay(100, stop);
                await MeasureAsync(table, app, $"full-text rank and {model.Id}", facts);
                await app.Services.GetRequiredService<ModelCatalog>().UnloadAsync(model, evenIfBusy: true, stop);
            }
            await app.StopAsync(stop);
            var report = new Report("Recall");
            report.Add(table);
            report.Publish(parsed.GetValue(write));
        });
        return command;
    }

    static async Task<WebApplication> StartAsync(string? models, IReadOnlyList<Fact> facts)
    {
        var folder = Directory.CreateTempSubdirectory("confab-bench-recall-").FullName;
        var app = ConfabServer.Build(new ServerOptions { Port = 0, DataFolder = folder, ModelsFolder = models ?? Path.Combine(folder, "models") });
        await app.StartAsync();
        var now = DateTimeOffset.UtcNow;
        await app.Services.GetRequiredService<IUserStore>().CreateAsync(new NewUser(Ada.Id, Ada.Name, "ADA", new byte[32], now));
        await app.Services.GetRequiredService<ISessionStore>().CreateAsync(new NewSession(new NewRoom(Chat, "chat", RoomKind.Chat, Visibility.Private, AssistantMode.All, now), Ada));
        await app.Services.GetRequiredService<IMemoryStore>().KeepAsync(
            [.. facts.Select(f => new NewMemory(new StoredMemory(MemoryId.New(), Assistant, MemoryTier.LongTerm, MemoryScope.Private, f.Text, now) { About = Ada.Id, Topic = f.Topic }, []))]);
        return app;
    }

    static async Task MeasureAsync(Table table, WebApplication app, string how, IReadOnlyList<Fact> facts)
    {
        await RecallAt3Async(app, facts, f => f.Keywords);
        var started = Stopwatch.GetTimestamp();
        var (keywords, paraphrases) = (await RecallAt3Async(app, facts, f => f.Keywords), await RecallAt3Async(app, facts, f => f.Paraphrase));
        var each = Stopwatch.GetElapsedTime(started).TotalMilliseconds / (2 * facts.Count);
        table.Add(how, Number(keywords), Number(paraphrases), Number(each));
    }

    static async Task<double> RecallAt3Async(WebApplication app, IReadOnlyList<Fact> facts, Func<Fact, string> question)
    {
        var recall = app.Services.GetRequiredService<Server.Memory.Recall>();
        var asked = new MemoryQuestion(Assistant, new Audience(Chat, RoomKind.Chat, [Ada.Id]), Ada.Id);
        var found = 0;
        foreach (var fact in facts)
            if ((await recall.RankAsync(asked, question(fact), CancellationToken.None)).Take(3).Any(m => m.Content == fact.Text)) found++;
        return found / (double)facts.Count;
    }

    static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    sealed record Fact(string Topic, [property: JsonPropertyName("fact")] string Text, string Paraphrase, string Keywords);
}
