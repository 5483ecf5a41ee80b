using System.Text;

namespace Confab.Cli.Terminal.Text;

/// <summary>Breaks styled text into rows, between words where it can. A style goes on in the next row.</summary>
static class Wrapping
{
    public static IReadOnlyList<string> Rows(string text, int width)
    {
        var rows = new List<string>();
        var style = "";
        foreach (var line in text.Split('\n')) style = new Line(rows, Math.Max(width, 2), style).Break(line);
        return rows;
    }

    sealed class Line(List<string> rows, int width, string style)
    {
        readonly StringBuilder _row = new(style);
        string _style = style;
        int _width;
        int _breakAt;
        int _breakWidth;
        string _breakStyle = "";

        /// <returns>The style that goes on after it.</returns>
        public string Break(string line)
        {
            foreach (var piece in StyledText.Pieces(line))
            {
                if (piece.IsStyle) Restyle(piece.Text);
                else Add(piece);
            }
            EndRow(_row.Length, _style);
            return _style;
        }

        void Restyle(string sequence)
        {
            _style = sequence == StyledText.Reset ? "" : _style + sequence;
            _row.Append(sequence);
        }

        void Add(StyledText.Piece piece)
        {
            if (_width + piece.Width > width)
            {
                // A space at the edge vanishes into the break.
                if (piece.Text == " ")
                {
                    (_breakAt, _breakWidth, _breakStyle) = (_row.Length, _width, _style);
                    return;
                }
                Wrap();
            }
            _row.Append(piece.Text);
            _width += piece.Width;
            if (piece.Text == " ") (_breakAt, _breakWidth, _breakStyle) = (_row.Length, _width, _style);
        }

        void Wrap()
        {
            var isBetweenWords = _breakAt > 0;
            var end = isBetweenWords ? _breakAt : _row.Length;
            var restWidth = isBetweenWords ? _width - _breakWidth : 0;
            var rest = _row.ToString(end, _row.Length - end);
            var style = isBetweenWords ? _breakStyle : _style;
            EndRow(end, style);
            _row.Clear().Append(style).Append(rest);
            (_width, _breakAt) = (restWidth, 0);
        }

        void EndRow(int end, string style)
        {
            var row = _row.ToString(0, end).TrimEnd(' ');
            rows.Add(style.Length == 0 ? row : row + StyledText.Reset);
        }
    }
}
