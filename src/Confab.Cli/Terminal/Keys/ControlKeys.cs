namespace Confab.Cli.Terminal.Keys;

/// <summary>The keys that arrive as one control character, with the meaning that shells gave them.</summary>
static class ControlKeys
{
    public static KeyKind? Of(char c) => c switch
    {
        '\r' => KeyKind.Enter,
        '\n' => KeyKind.NewLine,
        '\t' => KeyKind.Tab,
        '\b' or '\x7f' => KeyKind.Backspace,
        '\x01' => KeyKind.Home, // Ctrl+A
        '\x02' => KeyKind.Left, // Ctrl+B
        '\x03' => KeyKind.Interrupt, // Ctrl+C
        '\x04' => KeyKind.EndOfInput, // Ctrl+D
        '\x05' => KeyKind.End, // Ctrl+E
        '\x06' => KeyKind.Right, // Ctrl+F
        '\x0b' => KeyKind.KillToEnd, // Ctrl+K
        '\x0c' => KeyKind.Redraw, // Ctrl+L
        '\x0e' => KeyKind.Down, // Ctrl+N
        '\x10' => KeyKind.Up, // Ctrl+P
        '\x15' => KeyKind.KillLine, // Ctrl+U
        '\x17' => KeyKind.KillWord, // Ctrl+W
        _ => null,
    };
}
