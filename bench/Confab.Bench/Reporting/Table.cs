using System.Text;

namespace Confab.Bench.Reporting;

/// <summary>A table in Markdown, aligned so that it reads as well in a terminal.</summary>
sealed class Table(params string[] head)
{
    readonly List<string[]> _rows = [];

    public void Add(params string[] cells) => _rows.Add(cells);

    public override string ToString()
    {
        int[] widths = [.. head.Select((name, i) => _rows.Select(r => r[i].Length).Append(name.Length).Max())];
        var text = new StringBuilder();
        Line(head);
        Line([.. widths.Select((w, i) => i == 0 ? new string('-', w) : new string('-', w - 1) + ":")]);
        foreach (var row in _rows) Line(row);
        return text.ToString();

        void Line(string[] cells) => text
            .Append("| ").AppendJoin(" | ", cells.Select((cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]))).AppendLine(" |");
    }
}
