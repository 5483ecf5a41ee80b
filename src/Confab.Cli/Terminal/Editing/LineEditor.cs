using System.Globalization;
using Confab.Cli.Terminal.Keys;

namespace Confab.Cli.Terminal.Editing;

/// <summary>A text of one or more lines with a cursor, edited by keys.</summary>
sealed class LineEditor
{
    readonly EditHistory _history = new();

    public string Text { get; private set; } = "";

    /// <summary>A place between two characters, in UTF-16 units.</summary>
    public int Cursor { get; private set; }

    public bool IsEmpty => Text.Length == 0;

    /// <summary>Takes an editing key; those of others (escape, interrupt …) are ignored.</summary>
    public void Apply(Key key)
    {
        switch (key.Kind)
        {
            case KeyKind.Text: Insert(key.Text); break;
            case KeyKind.Paste: Insert(Pasted(key.Text)); break;
            case KeyKind.NewLine: Insert("\n"); break;
            case KeyKind.Left: Cursor = Before(Cursor); break;
            case KeyKind.Right: Cursor = After(Cursor); break;
            case KeyKind.WordLeft: Cursor = WordStart(); break;
            case KeyKind.WordRight: Cursor = WordEnd(); break;
            case KeyKind.Home: Cursor = LineStart(); break;
            case KeyKind.End: Cursor = LineEnd(); break;
            case KeyKind.Backspace: Remove(Before(Cursor), Cursor); break;
            case KeyKind.Delete or KeyKind.EndOfInput: Remove(Cursor, After(Cursor)); break;
            case KeyKind.KillLine: Remove(LineStart(), Cursor); break;
            case KeyKind.KillToEnd: Remove(Cursor, LineEnd() > Cursor ? LineEnd() : After(Cursor)); break;
            case KeyKind.KillWord: Remove(WordStart(), Cursor); break;
            case KeyKind.Up: MoveUp(); break;
            case KeyKind.Down: MoveDown(); break;
        }
    }

    /// <summary>Enter: a backslash at the end of the line asks for another line; else the text is done.</summary>
    /// <returns>The text, with the editor empty again; null when it goes on.</returns>
    public string? Enter()
    {
        if (Cursor > 0 && Cursor == LineEnd() && Text[Cursor - 1] == '\\')
        {
            Remove(Cursor - 1, Cursor);
            Insert("\n");
            return null;
        }
        var text = Text;
        _history.Add(text);
        Replace("");
        return text;
    }

    /// <summary>Puts a text in, as if typed.</summary>
    public void Replace(string text) => (Text, Cursor) = (text, text.Length);

    /// <summary>Puts a text in the place of what stands between there and the cursor.</summary>
    public void ReplaceFrom(int start, string text)
    {
        Remove(start, Cursor);
        Insert(text);
    }

    /// <summary>Brings a text back without touching one that is being written: then it is an earlier one, an Up away.</summary>
    /// <returns>Whether it is in the editor now.</returns>
    public bool PutBack(string text)
    {
        if (!IsEmpty)
        {
            _history.Keep(text);
            return false;
        }
        Replace(text);
        return true;
    }

    void Insert(string text)
    {
        Text = Text.Insert(Cursor, text);
        Cursor += text.Length;
    }

    void Remove(int from, int to)
    {
        Text = Text.Remove(from, to - from);
        Cursor = from;
    }

    static string Pasted(string text) =>
        string.Concat(text.ReplaceLineEndings("\n").Replace("\t", "    ", StringComparison.Ordinal).Where(c => c == '\n' || !char.IsControl(c)));

    int Before(int at)
    {
        var before = 0;
        for (var next = 0; next < at; next += StringInfo.GetNextTextElementLength(Text, next)) before = next;
        return before;
    }

    int After(int at) => at < Text.Length ? at + StringInfo.GetNextTextElementLength(Text, at) : at;

    int LineStart() => Cursor == 0 ? 0 : Text.LastIndexOf('\n', Cursor - 1) + 1;

    int LineEnd() => Text.IndexOf('\n', Cursor) is var end && end < 0 ? Text.Length : end;

    int WordStart()
    {
        var at = Cursor;
        while (at > 0 && char.IsWhiteSpace(Text[at - 1])) at--;
        while (at > 0 && !char.IsWhiteSpace(Text[at - 1])) at--;
        return at;
    }

    int WordEnd()
    {
        var at = Cursor;
        while (at < Text.Length && char.IsWhiteSpace(Text[at])) at++;
        while (at < Text.Length && !char.IsWhiteSpace(Text[at])) at++;
        return at;
    }

    void MoveUp()
    {
        var start = LineStart();
        if (start == 0)
        {
            if (_history.Earlier(Text) is { } earlier) Replace(earlier);
            return;
        }
        var column = Cursor - start;
        Cursor = start - 1;
        MoveTo(column);
    }

    void MoveDown()
    {
        var end = LineEnd();
        if (end == Text.Length)
        {
            if (_history.Later() is { } later) Replace(later);
            return;
        }
        var column = Cursor - LineStart();
        Cursor = end + 1;
        MoveTo(column);
    }

    // Never into the middle of a character.
    void MoveTo(int column)
    {
        var start = LineStart();
        var wanted = Math.Min(start + column, LineEnd());
        for (Cursor = start; Cursor < wanted;) Cursor = After(Cursor);
    }
}
