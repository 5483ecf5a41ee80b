using Confab.Protocol;

namespace Confab.Server.Knowledge;

/// <summary>Which places of its documents an answer stands on.</summary>
static class Citations
{
    /// <summary>Those that it names as it was shown them, <c>[rooms.md:8-10]</c>, or by their file alone; all that it was shown where it names none. An empty answer stands on nothing.</summary>
    public static IReadOnlyList<KnowledgeSource> Of(string answer, IReadOnlyList<KnowledgeSource> shown)
    {
        if (answer.Length == 0) return [];
        var exact = shown.Where(s => answer.Contains(Name(s), StringComparison.OrdinalIgnoreCase)).ToList();
        if (exact.Count > 0) return exact;
        var byFile = shown.Where(s => answer.Contains(s.File, StringComparison.OrdinalIgnoreCase)).ToList();
        return byFile.Count > 0 ? byFile : shown;
    }

    /// <summary>As a prompt names a place, and asks an answer to name it.</summary>
    public static string Name(KnowledgeSource source) => $"[{source.File}:{source.From}-{source.To}]";
}
