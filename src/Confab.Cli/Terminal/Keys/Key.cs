namespace Confab.Cli.Terminal.Keys;

/// <summary>One key, or one run of typed or pasted text.</summary>
readonly record struct Key(KeyKind Kind, string Text = "");

public enum KeyKind
{
    Text, Paste, Enter, NewLine, Tab, Escape,
    Left, Right, Up, Down, Home, End, WordLeft, WordRight,
    Backspace, Delete, KillLine, KillToEnd, KillWord,
    Interrupt, EndOfInput, Redraw,
}
