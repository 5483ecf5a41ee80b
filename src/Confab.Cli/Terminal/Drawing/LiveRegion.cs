using System.Text;
using Confab.Cli.Terminal.Text;

namespace Confab.Cli.Terminal.Drawing;

/// <summary>
/// Keeps the last rows of the terminal alive and lets finished rows scroll up above them into the terminal's own
/// history. It makes the bytes of one write; somebody else writes them.
/// </summary>
sealed class LiveRegion
{
    // Terminals that know it show everything between the two at once; others ignore it.
    const string Begin = "\e[?2026h\e[?25l";
    const string End = "\e[?25h\e[?2026l";
    const string LineBreak = "\r\n";

    Frame? _shown;
    int _width;

    /// <summary>Replaces the region, with <paramref name="finished"/> above it.</summary>
    public string Draw(IReadOnlyList<string> finished, Frame frame, int width)
    {
        frame = Within(frame, width);
        var output = new StringBuilder(Begin);
        var same = finished.Count == 0 && width == _width ? SameRows(frame) : 0;
        Erase(output, width, same);
        foreach (var row in finished) output.Append(row).Append(LineBreak);
        output.AppendJoin(LineBreak, frame.Rows.Skip(same));
        Up(output, frame.Rows.Count - 1 - frame.CursorRow).Append('\r');
        if (frame.CursorColumn > 0) output.Append("\e[").Append(frame.CursorColumn).Append('C');
        (_shown, _width) = (frame, width);
        return output.Append(End).ToString();
    }

    /// <summary>Takes the region away and leaves the cursor where it began.</summary>
    public string Clear(int width)
    {
        var output = new StringBuilder();
        Erase(output, width);
        _shown = null;
        return output.ToString();
    }

    /// <summary>The terminal was cleared by other means: there is nothing to erase.</summary>
    public void Forget() => _shown = null;

    // On a few columns not even the prompt fits; a row that the terminal broke would not be erased as one.
    static Frame Within(Frame frame, int width) => frame.Rows.All(row => TextWidth.Of(row) <= width) && frame.CursorColumn < width
        ? frame
        : new([.. frame.Rows.Select(row => StyledText.Cut(row, width))], frame.CursorRow, Math.Min(frame.CursorColumn, width - 1));

    // The cursor stands near the end, where most changes are: what is above stays as it is.
    int SameRows(Frame frame)
    {
        var most = _shown is null ? 0 : Math.Min(_shown.CursorRow, frame.Rows.Count - 1);
        var same = 0;
        while (same < most && frame.Rows[same] == _shown!.Rows[same]) same++;
        return same;
    }

    void Erase(StringBuilder output, int width, int same = 0)
    {
        if (_shown is null) return;
        // A terminal that became narrower has broken our rows again; the cursor went down with them.
        var above = _shown.Rows.Skip(same).Take(_shown.CursorRow - same).Sum(row => RowsTaken(TextWidth.Of(row), width));
        Up(output, above + _shown.CursorColumn / width).Append("\r\e[J");
    }

    static int RowsTaken(int rowWidth, int width) => Math.Max(1, (rowWidth + width - 1) / width);

    static StringBuilder Up(StringBuilder output, int rows) => rows > 0 ? output.Append("\e[").Append(rows).Append('A') : output;
}
