using System.CommandLine;

namespace Confab.Bench.Reporting;

/// <summary>Options that every benchmark has.</summary>
static class Shared
{
    public static Option<int> Rounds() => new("--rounds") { Description = "How often each is run, in turn", DefaultValueFactory = _ => 5 };

    public static Option<bool> Write() => new("--write") { Description = "Add what was found to bench/RESULTS.md" };
}
