using System.CommandLine;
using System.Diagnostics;
using Confab.Bench.Reporting;
using Confab.Server.Storage;

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
        var table = new Table("20 hits of", "somebody in", "ms, median", "ms, worst", "found", "by rank, all rooms, ms", "confab / by rank", $"≤ {Target} ms");
        foreach (var (name, words, match) in Queries)
            foreach (var reader in Haystack.Readers.Keys)
            {
                var query = new SearchQuery(new(reader.Replace(' ', '-')), words) { Limit = 20 };
                var (ours, theirs, found) = (new List<double>(), new List<double>(), 0);
                for (var round = 0; round <= rounds; round++)
                {
                    var start = Stopwatch.GetTimestamp();
                    found = (await store.FindAsync(query, CancellationToken.None))!.Hits.Count;
                    var took = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                    var peer = ranked.Measure(match);
                    // The first one brings the pages into memory.
                    if (round > 0) (ours, theirs) = ([.. ours, took], [.. theirs, peer]);
                }
                var (median, rank) = (ours.Median(t => t), theirs.Median(t => t));
                table.Add(name, reader, median.Places(2), ours.Max().Places(2), $"{found}", rank.Places(2), (median / rank).Places(3), median <= Target ? "met" : "missed");
            }
        return table;
    }
}
