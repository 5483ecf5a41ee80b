using System.Runtime.CompilerServices;

namespace Confab.Tests.Support;

static class Repository
{
    /// <summary>A file of the repository, found from this one.</summary>
    public static string File(string path) => Path.Combine(Root(), path);

    static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
