using System.Globalization;
using System.Text;

namespace Confab.Tests.Cli;

/// <summary>As much of a terminal as the live region uses: it shows what a user would see.</summary>
sealed class TestTerminal(int width)
{
    readonly List<StringBuilder> _rows = [new()];
    int _row;
    int _column;

    public (int Row, int Column) Cursor => (_row, _column);

    public IEnumerable<string> Rows => _rows.Select(row => row.ToString().TrimEnd()).Reverse().SkipWhile(row => row.Length == 0).Reverse();

    public void Write(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            if (text[at] == '\e') at += Obey(text[at..]);
            else Put(text[at++]);
        }
    }

    int Obey(string text)
    {
        var end = 2;
        while (!char.IsLetter(text[end])) end++;
        var parameter = text[2..end];
        var count = int.TryParse(parameter, CultureInfo.InvariantCulture, out var number) ? number : 1;
        switch (text[end])
        {
            case 'A': _row = Math.Max(0, _row - count); break;
            case 'C': _column = Math.Min(width - 1, _column + count); break;
            case 'J': Erase(); break;
            case 'm' or 'h' or 'l': break;
            default: throw new NotSupportedException($"the test terminal does not know \\e[{parameter}{text[end]}");
        }
        return end + 1;
    }

    void Put(char c)
    {
        if (c == '\r') _column = 0;
        else if (c == '\n')
        {
            if (++_row == _rows.Count) _rows.Add(new());
        }
        else
        {
            var row = _rows[_row];
            while (row.Length <= _column) row.Append(' ');
            row[_column++] = c;
        }
    }

    void Erase()
    {
        _rows[_row].Length = Math.Min(_rows[_row].Length, _column);
        _rows.RemoveRange(_row + 1, _rows.Count - _row - 1);
    }
}
