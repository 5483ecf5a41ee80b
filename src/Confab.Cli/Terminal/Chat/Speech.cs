using Confab.Cli.Terminal.Drawing;
using Confab.Cli.Terminal.Text;

namespace Confab.Cli.Terminal.Chat;

/// <summary>What somebody said, as rows: who and when, and under it the text. The one look of every chat.</summary>
static class Speech
{
    const string Indent = "  ";

    public static string Header(string name, DateTimeOffset? at, string note = "")
    {
        var time = at is { } when ? "  " + when.ToLocalTime().ToString("HH:mm", null) : "";
        var rest = note.Length == 0 ? time : $"{time}  {note}";
        return Style.Name(SafeText.CleanLine(name)) + Style.Dim(rest);
    }

    /// <param name="text">Words of others; made harmless here.</param>
    /// <param name="width">Columns of the terminal.</param>
    /// <param name="margin">What stands before the first row; the others are indented as far.</param>
    public static IEnumerable<string> Body(string text, int width, string margin = Indent)
    {
        var columns = TextWidth.Of(margin);
        var blank = new string(' ', columns);
        return Wrapping.Rows(Markdown.Styled(SafeText.Clean(text.TrimEnd())), width - columns - 1).Select((row, i) => (i == 0 ? margin : blank) + row);
    }

    public static IEnumerable<string> Note(string text, int width) =>
        Wrapping.Rows(SafeText.Clean(text), width - Indent.Length - 1).Select(row => Indent + Style.Dim(row));

    public static IEnumerable<string> Problem(string text, int width) =>
        Wrapping.Rows(SafeText.Clean(text), width - Indent.Length - 1).Select(row => Indent + Style.Warning(row));

    /// <summary>A line across the whole width with words in it.</summary>
    public static string Rule(string left, string right, int width)
    {
        left = left.Length == 0 ? "" : $" {left} ";
        right = right.Length == 0 ? "" : $" {right} ";
        left = StyledText.Cut(left, Math.Max(1, width - 5 - TextWidth.Of(right)));
        var fill = Math.Max(0, width - 5 - TextWidth.Of(left) - TextWidth.Of(right));
        return Style.Dim("──") + left + Style.Dim(new string('─', fill)) + right + Style.Dim("──");
    }
}
