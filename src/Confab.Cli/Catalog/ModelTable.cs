using System.Globalization;
using Confab.Cli.Models;
using Confab.Cli.Terminal.Text;
using Confab.Protocol;
using Spectre.Console;

namespace Confab.Cli.Catalog;

/// <summary>Models for people: a table at a terminal, lines with tabs in a pipe.</summary>
static class ModelTable
{
    static readonly string[] Columns = ["Id", "Engine", "Size", "Parameters", "Stored as", "Context", "State", "Speed"];

    public static void Write(IReadOnlyList<ModelInfo> models)
    {
        if (Console.IsOutputRedirected)
        {
            foreach (var model in models) Console.WriteLine(string.Join('\t', Cells(model)));
            return;
        }
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in Columns) table.AddColumn(column is "Size" or "Parameters" or "Context" ? new TableColumn(column).RightAligned() : new TableColumn(column));
        foreach (var model in models) table.AddRow([.. Cells(model).Select(Markup.Escape)]);
        AnsiConsole.Write(table);
    }

    public static void WriteOne(ModelInfo model, string? source)
    {
        var rows = new (string Label, string? Value)[]
        {
            ("Id", model.Id), ("Name", model.Name), ("Engine", model.Type), ("File", source), ("Size", model.Size is { } size ? ByteSize.Of(size) : null),
            ("Memory", model.MemoryBytes is { } memory ? $"about {ByteSize.Of(memory)} when loaded" : null), ("Architecture", model.Architecture),
            ("Parameters", Parameters(model)), ("Stored as", model.Quantisation), ("Context", Context(model)),
            ("Can", string.Join(", ", model.Capabilities)), ("Price", model.Price is { } price ? string.Create(CultureInfo.InvariantCulture, $"{price.Input} / {price.Output} per million tokens") : null),
            ("State", State(model)), ("Speed", Speed(model)),
        };
        foreach (var (label, value) in rows)
            if (!string.IsNullOrEmpty(value)) Console.WriteLine($"{label,-13}{SafeText.CleanLine(value)}");
    }

    static string[] Cells(ModelInfo model) =>
    [
        SafeText.CleanLine(model.Id) + (model.IsDefault ? " (default)" : ""), model.Type, model.Size is { } size ? ByteSize.Of(size) : "", Parameters(model) ?? "",
        model.Quantisation ?? "", Context(model), SafeText.CleanLine(State(model)), Speed(model) ?? "",
    ];

    static string Context(ModelInfo model) => model.ContextLength is > 0 and < int.MaxValue ? model.ContextLength.ToString("N0", CultureInfo.InvariantCulture) : "";

    static string State(ModelInfo model) => model.Error is { } why ? $"{model.State}: {why}" : model.State;

    static string? Parameters(ModelInfo model) => model.Parameters switch
    {
        null => null,
        >= 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{model.Parameters / 1e9:0.#} B"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{model.Parameters / 1e6:0.#} M"),
    };

    static string? Speed(ModelInfo model) => model.Measured is { TokensPerSecond: { } pace, TimeToFirstTokenMs: { } first }
        ? string.Create(CultureInfo.InvariantCulture, $"{pace:0.#} tokens/s, first after {first / 1000:0.##} s")
        : null;
}
