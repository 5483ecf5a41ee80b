using Confab.Cli.Terminal.Text;
using Confab.Protocol;

namespace Confab.Cli.Rooms.Showing;

/// <summary>A place in an assistant's knowledge: the file, and its lines.</summary>
static class SourceName
{
    public static string Of(KnowledgeSource source) =>
        SafeText.CleanLine(source.File) + (source.From == source.To ? $":{source.From}" : $":{source.From}–{source.To}");
}
