using Confab.Cli.Terminal.Drawing;
using Confab.Cli.Terminal.Editing;

namespace Confab.Cli.Terminal.Chat;

/// <summary>The live region of a chat: what is being said right now, a line that says where one is, and the input.</summary>
/// <param name="Blocks">Each of one speaker, header first. Of what does not fit, the ends are shown.</param>
/// <param name="Status">One row.</param>
/// <param name="Hint">Shown while the input is empty.</param>
sealed record ChatFrame(IReadOnlyList<IReadOnlyList<string>> Blocks, string Status, string Hint)
{
    const string Prompt = "› ";
    const string Continued = "  ";
    const int MostInputRows = 8;

    /// <summary>The rows above everything else, made when it is known how many there is room for.</summary>
    public Func<int, IReadOnlyList<string>> Above { get; init; } = static _ => [];

    /// <summary>Rows that stand right above the status.</summary>
    public IReadOnlyList<string> Offers { get; init; } = [];

    /// <summary>Before the input; two columns.</summary>
    public string Sign { get; init; } = Prompt;

    public Frame Compose(LineEditor editor, int width, int height)
    {
        var input = InputLayout.Of(editor.Text, editor.Cursor, Math.Max(2, width - Prompt.Length - 1), Math.Clamp(height / 2, 1, MostInputRows));
        var room = Math.Max(0, height - 3 - input.Rows.Count);
        IReadOnlyList<string> offers = room >= Offers.Count + 6 ? Offers : [];
        var speaking = Fit(room - offers.Count);
        List<string> rows = [.. Above(room - offers.Count - speaking.Count), .. speaking, .. offers, ""];
        var status = rows.Count;
        rows.Add(Status);
        rows.AddRange(input.Rows.Select((row, i) => (i == 0 ? Style.Accent(Sign) : Continued) + row));
        if (editor.IsEmpty) rows[^1] += Style.Dim(Text.StyledText.Cut(Hint, width - Prompt.Length - 1));
        return new Frame(rows, status + 1 + input.CursorRow, Prompt.Length + input.CursorColumn);
    }

    List<string> Fit(int room)
    {
        var rows = new List<string>();
        var left = Math.Max(0, room);
        for (var i = 0; i < Blocks.Count && left >= 3; i++)
        {
            // Short blocks leave what they do not need to those after them.
            var share = left / (Blocks.Count - i);
            var before = rows.Count;
            rows.Add("");
            rows.AddRange(End(Blocks[i], share - 1));
            left -= rows.Count - before;
        }
        return rows;
    }

    static IEnumerable<string> End(IReadOnlyList<string> block, int room)
    {
        if (block.Count <= room) return block;
        var tail = Math.Max(1, room - 2);
        return [block[0], Style.Dim($"  ⋮ {block.Count - 1 - tail} more lines above, shown in full when finished"), .. block.Skip(block.Count - tail)];
    }
}
