using System.Text.RegularExpressions;
using Confab.Cli.Terminal.Drawing;

namespace Confab.Cli.Terminal.Chat;

/// <summary>The Markdown that models write, as far as a terminal can show it. Text that is still growing is fine.</summary>
static partial class Markdown
{
    public static string Styled(string text)
    {
        var isCode = false;
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i];
            var isFence = line.TrimStart().StartsWith("```", StringComparison.Ordinal);
            lines[i] = isFence ? Style.Dim(isCode ? "╰─" : $"╭─ {line.TrimStart().TrimStart('`')}".TrimEnd())
                : isCode ? Style.Dim("│ ") + Style.Code(line)
                : Inline(line);
            isCode ^= isFence;
        }
        return string.Join('\n', lines);
    }

    static string Inline(string line)
    {
        if (Heading().Match(line) is { Success: true } heading) return Style.Bold(heading.Groups[1].Value);
        line = Bullet().Replace(line, "$1• ");
        return Emphasis().Replace(line, match => match.Groups["code"].Success
            ? Style.Code(match.Groups["code"].Value)
            : Style.Bold(match.Groups["bold"].Value));
    }

    [GeneratedRegex("^#{1,6} +(.+)$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"^(\s*)[-*] ")]
    private static partial Regex Bullet();

    [GeneratedRegex(@"`(?<code>[^`]+)`|\*\*(?<bold>[^*]+)\*\*")]
    private static partial Regex Emphasis();
}
