using System.Globalization;
using System.Text;

namespace Confab.Cli.Terminal.Keys;

/// <summary>The keys that arrive as an escape and more, in the dialects of xterm, tmux, screen, the Linux console and kitty.</summary>
static class EscapeSequences
{
    /// <summary>Whether more characters belong to it.</summary>
    public static bool IsOpen(StringBuilder sequence)
    {
        if (sequence.Length < 2) return true;
        if (sequence[1] is not ('[' or 'O')) return false;
        return sequence.Length == 2 || sequence[^1] is < '@' or > '~' || (sequence.Length == 3 && sequence[2] == '[');
    }

    public static KeyKind? Of(string sequence)
    {
        if (sequence.Length == 2) return Alt(sequence[1]);
        var numbers = sequence[2..^1].Split(';');
        var isModified = numbers.Length > 1;
        return (sequence[^1], numbers[0]) switch
        {
            ('A', _) => KeyKind.Up,
            ('B', _) => KeyKind.Down,
            ('C', _) => isModified ? KeyKind.WordRight : KeyKind.Right,
            ('D', _) => isModified ? KeyKind.WordLeft : KeyKind.Left,
            ('H', _) or ('~', "1" or "7") => KeyKind.Home,
            ('F', _) or ('~', "4" or "8") => KeyKind.End,
            ('~', "3") => KeyKind.Delete,
            // Shift, Alt or Ctrl with Enter, where the terminal can tell.
            ('u', "13") => isModified ? KeyKind.NewLine : KeyKind.Enter,
            ('~', "27") when numbers.Length > 2 && int.Parse(numbers[2], NumberStyles.None, CultureInfo.InvariantCulture) == 13 => KeyKind.NewLine,
            _ => null,
        };
    }

    static KeyKind? Alt(char c) => c switch
    {
        '\r' or '\n' => KeyKind.NewLine,
        'b' => KeyKind.WordLeft,
        'f' => KeyKind.WordRight,
        '\x7f' or '\b' => KeyKind.KillWord,
        _ => null,
    };
}
