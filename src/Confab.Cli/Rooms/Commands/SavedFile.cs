using System.Globalization;

namespace Confab.Cli.Rooms.Commands;

/// <summary>Writes a file of somebody else's naming: inside the folder, over nothing that is there, whole or not at all.</summary>
static class SavedFile
{
    const int MostTries = 1000;

    /// <returns>Where it is now.</returns>
    public static async Task<string> WriteAsync(string folder, string name, Func<Stream, Task> write)
    {
        name = Harmless(name);
        for (var i = 1; ; i++)
        {
            var path = Path.Combine(folder, i == 1 ? name : $"{Path.GetFileNameWithoutExtension(name)} ({i.ToString(CultureInfo.InvariantCulture)}){Path.GetExtension(name)}");
            if (Path.Exists(path) && i < MostTries) continue;
            await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            try
            {
                await write(file);
                return path;
            }
            catch
            {
                file.Close();
                File.Delete(path);
                throw;
            }
        }
    }

    /// <summary>The last part of a name, without what a system could take for a path, a device or a hidden file.</summary>
    internal static string Harmless(string name)
    {
        var last = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        var clean = string.Concat(last.Where(c => !char.IsControl(c) && !"<>:\"|?*".Contains(c, StringComparison.Ordinal))).Trim().TrimStart('.');
        return clean.Length > 0 ? clean : "file";
    }
}
