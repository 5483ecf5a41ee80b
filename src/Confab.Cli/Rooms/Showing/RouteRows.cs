using System.Globalization;
using Confab.Cli.Terminal.Drawing;
using Confab.Cli.Terminal.Text;
using Confab.Protocol;

namespace Confab.Cli.Rooms.Showing;

/// <summary>Why a model gave an answer: the choice in words, and how all of them stood.</summary>
static class RouteRows
{
    public static IEnumerable<string> Of(Message answer, int width)
    {
        if (answer.Generation is not { } made) yield break;
        yield return "";
        foreach (var row in Wrapping.Rows($"{SafeText.CleanLine(made.Model)} by {SafeText.CleanLine(made.Strategy)}: {SafeText.CleanLine(made.Reason)}", width - 3)) yield return "  " + row;
        foreach (var model in made.Alternatives ?? [])
        {
            var terms = string.Join(", ", model.Terms.Select(term => $"{SafeText.CleanLine(term.Key)} {Score(term.Value)}"));
            var why = model.LeftOut is { } unfit ? Style.Warning(SafeText.CleanLine(unfit)) : Style.Dim(terms);
            yield return StyledText.Cut($"  {Style.Dim(Score(model.Score).PadLeft(7))}  {SafeText.CleanLine(model.Model)}  {why}", width - 1);
        }
    }

    static string Score(double score) => score.ToString("0.00", CultureInfo.InvariantCulture);
}
