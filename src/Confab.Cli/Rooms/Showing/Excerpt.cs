using Confab.Cli.Terminal.Text;
using Confab.Protocol;

namespace Confab.Cli.Rooms.Showing;

/// <summary>The first words of a message, in one line, to remind of it.</summary>
static class Excerpt
{
    const int Length = 40;

    public static string Of(Message message) => message.DeletedAt is not null ? "deleted"
        : message.Content.Length > 0 ? Of(message.Content)
        : message.Attachments is [var file, ..] ? SafeText.CleanLine(file.Name)
        : "";

    public static string Of(string text) => StyledText.CutPlain(SafeText.Clean(text).ReplaceLineEndings(" ").Trim(), Length);
}
