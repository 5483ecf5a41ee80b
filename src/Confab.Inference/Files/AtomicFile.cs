namespace Confab.Inference.Files;

/// <summary>
/// A file that is there whole or not at all: written beside its place and moved there at the end. Behind a link the file
/// that it points to is replaced, not the link. A device or a pipe cannot be replaced: it gets the bytes as they come.
/// </summary>
public sealed class AtomicFile : IDisposable
{
    const int MostLinks = 40;

    readonly string _path;
    readonly string? _temporary;

    /// <summary>Opens it for writing.</summary>
    /// <param name="path">Where it will be; the folder must be there.</param>
    /// <param name="mode">Who may read it, from the first byte on. Where null: as the file that was there, else the user's usual mode.</param>
    public AtomicFile(string path, UnixFileMode? mode = null)
    {
        _path = TargetOf(Path.GetFullPath(path));
        if (OpenUnreplaceable(_path) is { } open)
        {
            Content = open;
            return;
        }
        _temporary = $"{_path}.{Guid.NewGuid():N}.tmp";
        Content = Create(_temporary, mode ?? ModeOf(_path));
    }

    /// <summary>What is written so far.</summary>
    public FileStream Content { get; }

    /// <summary>Puts it in its place, on the disk. Without this, disposing takes it away again.</summary>
    public void Commit()
    {
        Content.Flush(flushToDisk: _temporary is not null);
        Content.Dispose();
        if (_temporary is not null) File.Move(_temporary, _path, overwrite: true);
    }

    /// <summary>Closes it, and takes away what was not committed.</summary>
    public void Dispose()
    {
        Content.Dispose();
        if (_temporary is not null) File.Delete(_temporary);
    }

    /// <summary>Writes a whole file at once.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content, UnixFileMode? mode = null)
    {
        using var file = new AtomicFile(path, mode);
        file.Content.Write(content);
        file.Commit();
    }

    static string TargetOf(string path)
    {
        for (var links = 0; links < MostLinks && !IsOfSystem(path) && new FileInfo(path).LinkTarget is { } target; links++)
            path = Path.GetFullPath(target, Path.GetDirectoryName(path)!);
        return path;
    }

    // /dev/stdout and its like are links as well, to what only this process may open.
    static bool IsOfSystem(string path) =>
        !OperatingSystem.IsWindows() && !path.StartsWith("/dev/shm/", StringComparison.Ordinal)
        && (path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal));

    static FileStream? OpenUnreplaceable(string path)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(path)) return null;
        var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        if (IsOfSystem(path) || !stream.CanSeek) return stream;
        stream.Dispose();
        return null;
    }

    static UnixFileMode? ModeOf(string path) => !OperatingSystem.IsWindows() && File.Exists(path) ? File.GetUnixFileMode(path) : null;

    static FileStream Create(string path, UnixFileMode? mode)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (OperatingSystem.IsWindows() || mode is not { } wanted) return new FileStream(path, options);
        options.UnixCreateMode = wanted;
        var file = new FileStream(path, options);
        // The user's mask has taken bits away that the file before had.
        File.SetUnixFileMode(file.SafeFileHandle, wanted);
        return file;
    }
}
