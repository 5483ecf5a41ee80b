using Confab.Cli.Terminal.Text;

namespace Confab.Cli.Terminal.Drawing;

/// <summary>The few looks we use, from the terminal's own colours so that light and dark themes both work.</summary>
static class Style
{
    // Of the 256 colours: middle tones, readable on white and on black alike.
    static readonly int[] NameColours = [33, 166, 71, 170, 37, 99, 167, 136, 67, 132, 106, 161];

    static readonly bool IsPlain = Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 };

    public static string Bold(string text) => Wrap("\e[1m", text);

    public static string Dim(string text) => Wrap("\e[2m", text);

    public static string Italic(string text) => Wrap("\e[2;3m", text);

    public static string Good(string text) => Wrap("\e[32m", text);

    public static string Warning(string text) => Wrap("\e[33m", text);

    public static string Bad(string text) => Wrap("\e[31m", text);

    public static string Accent(string text) => Wrap("\e[36m", text);

    public static string Code(string text) => Wrap("\e[36m", text);

    /// <summary>The same colour for the same person, everywhere and always.</summary>
    public static string Name(string name)
    {
        var hash = 2166136261u;
        foreach (var c in name.ToUpperInvariant()) hash = (hash ^ c) * 16777619;
        return Wrap($"\e[1;38;5;{NameColours[hash % NameColours.Length]}m", name);
    }

    static string Wrap(string start, string text) => IsPlain || text.Length == 0 ? text : start + text + StyledText.Reset;
}
