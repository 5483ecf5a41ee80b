using System.CommandLine;
using Confab.Bench.Reporting;
using Confab.Server.Storage;
using Report = Confab.Bench.Reporting.Report;

namespace Confab.Bench.Search;

/// <summary>A page of hits out of a million messages, beside FTS5's own order by rank over all rooms.</summary>
static class SearchCommand
{
    const double Target = 5;

    static readonly (string Name, SearchWord[] Words, string Ranked)[] Queries =
    [
        ("common word", [new("the")], "content : \"the\""),
        ("rare word", [new("needle")], "content : \"needle\""),
        ("two common words", [new("tea"), new("morning")], "content : (\"tea\" AND \"morning\")"),
        ("phrase", [new("tea morning")], "content : \"tea morning\""),
        ("word nobody said", [new("haystack")], "content : \"haystack\""),
        ("beginning (mor*)", [new("mor", IsPrefix: true)], "content : \"mor\"*"),
    ];

    public static Command Create()
    {
        var messages = new Option<int>("--messages") { Description = "How many are searched", DefaultValueFactory = _ => 1_000_000 };
        var rounds = Shared.Rounds();
        var write = Shared.Write();
        var command = new Command("search", "A page of hits out of a million messages, for common and rare words, large rooms and tiny ones") { messages, rounds, write };
        command.SetAction(async (parsed, _) =>
        {
            var count = parsed.GetValue(messages);
            // Kept between runs: it takes a minute to write.
            var folder = Path.Combine(Path.GetTempPath(), "confab-bench-search", $"{count}");
            var report = new Report("Search");
            report.Add(await MeasureAsync(folder, count, parsed.GetValue(rounds)));
            report.Publish(parsed.GetValue(write));
        });
        return command;
    }

    static async Task<Table> MeasureAsync(string folder, int count, int rounds)
    {
        await using var database = await Haystack.OpenAsync(folder, count);
        using var ranked = new RankedSearch(Haystack.PathIn(folder));
        var store = new SqliteSearchStore(database);
        var table = new Table("20 hits of", "somebody in", "processor ms", "wall ms", "found", "by rank, all rooms, processor ms", "confab / by rank", $"≤ {Target} ms");
        foreach (var (name, words, match) in Queries)
            foreach (var reader in Haystack.Readers.Keys)
            {
                var query = new SearchQuery(new(reader.Replace(' ', '-')), words) { Limit = 20 };
                var (ours, theirs, found) = (new List<Cost>(), new List<Cost>(), 0);
                for (var round = 0; round <= rounds; round++)
                {
                    var mine = await Cost.OfAsync(async () => found = (await store.FindAsync(query, CancellationToken.None))!.Hits.Count);
                    var peers = await Cost.OfAsync(() => Task.FromResult(ranked.Find(match)));
                    // The first one brings the pages into memory.
                    if (round == 0) continue;
                    ours.Add(mine);
                    theirs.Add(peers);
                }
                var (cost, rank) = (ours.Median(c => c.Processor), theirs.Median(c => c.Processor));
                table.Add(name, reader, cost.Places(2), ours.Median(c => c.Wall).Places(2), $"{found}", rank.Places(2), (cost / rank).Places(3), cost <= Target ? "met" : "missed");
            }
        return table;
    }
}
