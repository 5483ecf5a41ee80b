using System.Text;

namespace Confab.Server.Assistants;

/// <summary>
/// A folder of assistants' texts, <c>*.md</c>; it need not be there. A text that was good and is not any more counts as it was,
/// so that nobody's assistant goes away while somebody writes.
/// </summary>
/// <param name="path">Which folder.</param>
/// <param name="report">Told a file and what is wrong with it, once for each of its states.</param>
sealed class AssistantFolder(string path, Action<string, string> report)
{
    /// <summary>Most files that are read.</summary>
    const int MostFiles = 200;

    readonly Dictionary<string, Read> _read = [];

    /// <summary>By file name.</summary>
    public IEnumerable<Assistant> Assistants => _read.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => r.Value.Assistant).OfType<Assistant>();

    /// <summary>What is wrong now: file and words.</summary>
    public IEnumerable<(string File, string Why)> Faults => _read.Where(r => r.Value.Fault is not null).Select(r => (r.Key, r.Value.Fault!));

    /// <summary>Reads what is new or has changed. True where something did.</summary>
    public bool Refresh()
    {
        var files = Files();
        var changed = _read.Keys.Except(files.Select(f => f.File.FullName)).ToList();
        foreach (var gone in changed) _read.Remove(gone);
        foreach (var (file, stamp) in files)
        {
            var before = _read.GetValueOrDefault(file.FullName);
            if (before?.Stamp == stamp) continue;
            _read[file.FullName] = ReadFile(file, stamp, before?.Assistant);
            changed.Add(file.FullName);
        }
        return changed.Count > 0;
    }

    List<(FileInfo File, (long, DateTime) Stamp)> Files()
    {
        try
        {
            return
            [
                .. new DirectoryInfo(path).EnumerateFiles("*.md")
                    .Where(f => !f.Name.Equals("README.md", StringComparison.OrdinalIgnoreCase))
                    .OrderBy(f => f.Name, StringComparer.Ordinal)
                    .Take(MostFiles)
                    .Select(f => (f, Stamp: StampOf(f)))
                    .Where(f => f.Stamp is not null)
                    .Select(f => (f.f, f.Stamp!.Value)),
            ];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            report(path, e.Message);
            return [];
        }
    }

    /// <summary>Null for a file that went away since it was listed, as where an editor saves under another name first.</summary>
    static (long, DateTime)? StampOf(FileInfo file)
    {
        try
        {
            return (file.Length, file.LastWriteTimeUtc);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    Read ReadFile(FileInfo file, (long, DateTime) stamp, Assistant? before)
    {
        try
        {
            if (file.Length > AssistantFile.MostText * 4) throw new AssistantFileException(1, null, $"an assistant has at most {AssistantFile.MostText} characters");
            return new(stamp, AssistantFile.Parse(File.ReadAllText(file.FullName, Encoding.UTF8), file.DirectoryName), null);
        }
        catch (Exception e) when (e is AssistantFileException or IOException or UnauthorizedAccessException)
        {
            report(file.FullName, e.Message);
            return new(stamp, before, e.Message);
        }
    }

    sealed record Read((long, DateTime) Stamp, Assistant? Assistant, string? Fault);
}
