using System.Text;
using Confab.Cli.Terminal.Text;

namespace Confab.Cli.Terminal.Editing;

/// <summary>Where each character of the input stands on the screen.</summary>
/// <param name="Rows">The text, broken wherever the width ends.</param>
/// <param name="CursorRow">From 0.</param>
/// <param name="CursorColumn">From 0.</param>
readonly record struct InputLayout(IReadOnlyList<string> Rows, int CursorRow, int CursorColumn)
{
    /// <param name="text">What is being written.</param>
    /// <param name="cursor">A place in it.</param>
    /// <param name="width">Columns of a row.</param>
    /// <param name="maxRows">Of a longer text only the rows around the cursor are laid out.</param>
    public static InputLayout Of(string text, int cursor, int width, int maxRows)
    {
        var rows = new List<string>();
        var row = new StringBuilder();
        var (column, at, cursorRow, cursorColumn) = (0, 0, 0, 0);
        foreach (var piece in StyledText.Pieces(text))
        {
            var isBreak = piece.Text == "\n";
            if (!isBreak && column + piece.Width > width) EndRow();
            if (at == cursor) (cursorRow, cursorColumn) = (rows.Count, column);
            at += piece.Text.Length;
            if (isBreak)
            {
                EndRow();
                continue;
            }
            row.Append(piece.Text);
            column += piece.Width;
        }
        if (column >= width) EndRow();
        if (cursor >= at) (cursorRow, cursorColumn) = (rows.Count, column);
        rows.Add(row.ToString());

        var first = Math.Clamp(cursorRow - maxRows + 1, 0, Math.Max(0, rows.Count - maxRows));
        return new InputLayout(rows.GetRange(first, Math.Min(maxRows, rows.Count)), cursorRow - first, cursorColumn);

        void EndRow()
        {
            rows.Add(row.ToString());
            row.Clear();
            column = 0;
        }
    }
}
