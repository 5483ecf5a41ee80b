using System.Globalization;
using System.Text.Json;
using Confab.Cli.Terminal.Drawing;
using Confab.Cli.Terminal.Text;
using Confab.Protocol;

namespace Confab.Cli.Rooms.Showing;

/// <summary>A tool that an assistant uses, in one quiet line: what it was given, and how it ended.</summary>
static class ToolRow
{
    const int MostGiven = 60;

    public static string Of(ToolCall call, string margin, int width)
    {
        var name = SafeText.CleanLine(call.Server is { } server ? $"{server}/{call.Name}" : call.Name);
        var row = Style.Dim($"⚙ {name}{Given(call.Arguments)}") + End(call);
        return StyledText.Cut(margin + row, width - 1);
    }

    static string End(ToolCall call) => call.Status switch
    {
        ToolStatus.Running => Style.Dim(" …"),
        ToolStatus.Failed => Style.Warning($"  failed: {Excerpt.Of(call.Result ?? "it said nothing")}"),
        _ => Style.Dim(call.DurationMs is { } ms ? $"  {Math.Max(1, ms).ToString("N0", CultureInfo.InvariantCulture)} ms" : ""),
    };

    // The values say enough; their names are the tool's.
    static string Given(string? arguments)
    {
        if (arguments is null) return "";
        string given;
        try
        {
            using var read = JsonDocument.Parse(arguments);
            given = read.RootElement.ValueKind == JsonValueKind.Object ? string.Join(", ", read.RootElement.EnumerateObject().Select(field => field.Value.ToString())) : read.RootElement.ToString();
        }
        catch (JsonException)
        {
            // Cut, or no JSON at all.
            given = arguments;
        }
        return given.Length == 0 ? "" : " " + StyledText.CutPlain(SafeText.CleanLine(given), MostGiven);
    }
}
