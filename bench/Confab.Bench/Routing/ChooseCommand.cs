using System.CommandLine;
using System.Diagnostics;
using Confab.Bench.Bytes;
using Confab.Bench.Reporting;
using Confab.Inference.Catalog;
using Confab.Inference.Routing;
using Microsoft.Extensions.AI;

namespace Confab.Bench.Routing;

/// <summary>What the router's choice among eight models costs, by each strategy.</summary>
static class ChooseCommand
{
    const int Models = 8, Choices = 100_000;

    public static Command Create()
    {
        var write = Shared.Write();
        var command = new Command("choose", "What the router's choice costs, by each strategy") { write };
        command.SetAction(async (parsed, _) =>
        {
            await using var catalog = new ModelCatalog();
            for (var i = 0; i < Models; i++) catalog.Add(SteadyModel.Of(1, $"model {i}", 1_000_000_000L << i));
            using var router = new ModelRouter(catalog);
            var table = new Table("strategy", "microseconds a choice, 8 models");
            foreach (var strategy in StrategyNames.All) table.Add(strategy, Measure(router, strategy).AtMost(20));
            var report = new Report("The router's choice");
            report.Add(table);
            report.Publish(parsed.GetValue(write));
        });
        return command;
    }

    static double Measure(ModelRouter router, string strategy)
    {
        var options = new ChatOptions { AdditionalProperties = new() { ["strategy"] = strategy } };
        for (var i = 0; i < Choices / 4; i++) router.Choose(options);
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Choices; i++) router.Choose(options);
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / Choices;
    }
}
