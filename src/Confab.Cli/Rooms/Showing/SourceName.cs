using Confab.Cli.Terminal.Text;
using Confab.Protocol;

namespace Confab.Cli.Rooms.Showing;

/// <summary>A place in an assistant's knowledge: the file, and its lines.</summary>
static class SourceName
{
    const int MostNamed = 4;

    /// <summary>The first of several, and how many more there are: <c>/saw</c> names them all.</summary>
    public static string Of(IReadOnlyList<KnowledgeSource> sources) =>
        string.Join(", ", sources.Take(MostNamed).Select(Of)) + (sources.Count > MostNamed ? $" and {sources.Count - MostNamed} more" : "");

    public static string Of(KnowledgeSource source) =>
        SafeText.CleanLine(source.File) + (source.From == source.To ? $":{source.From}" : $":{source.From}–{source.To}");
}
