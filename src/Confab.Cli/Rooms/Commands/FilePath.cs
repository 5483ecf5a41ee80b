using Confab.Cli.CommandLine;

namespace Confab.Cli.Rooms.Commands;

/// <summary>Paths as people write them: quoted or not, with <c>~</c>, with blanks in them.</summary>
static class FilePath
{
    /// <summary>The path in front of what was said, and the rest: without quotes, the longest beginning that is a file.</summary>
    /// <exception cref="Failure">There is no such file.</exception>
    public static (string Path, string Words) InFront(string said)
    {
        if (said.Length == 0) throw new Failure("Which file? /attach FILE [TEXT].");
        if (said[0] is '"' or '\'' && said.IndexOf(said[0], 1) is > 0 and var end) return (Existing(said[1..end]), said[(end + 1)..].Trim());
        for (var cut = said.Length; cut > 0; cut = said.LastIndexOf(' ', cut - 1))
            if (File.Exists(Full(said[..cut]))) return (Full(said[..cut]), said[cut..].Trim());
        return (Existing(said), "");
    }

    public static string Full(string path)
    {
        path = path.Trim().Trim('"', '\'').Replace("\\ ", " ", StringComparison.Ordinal);
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return Path.GetFullPath(path == "~" ? home : path.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(home, path[2..]) : path);
    }

    static string Existing(string path) => File.Exists(Full(path)) ? Full(path) : throw new Failure($"There is no file {Full(path)}.");
}
