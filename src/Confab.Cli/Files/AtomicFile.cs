namespace Confab.Cli.Files;

/// <summary>A file that is there whole or not at all: written beside its place and moved there at the end.</summary>
sealed class AtomicFile : IDisposable
{
    readonly string _path;
    readonly string _temporary;

    /// <param name="path">Where it will be.</param>
    /// <param name="mode">Who may read it, from the first byte on; the user's usual mode where null.</param>
    public AtomicFile(string path, UnixFileMode? mode = null)
    {
        _path = Path.GetFullPath(path);
        _temporary = $"{_path}.{Guid.NewGuid():N}.tmp";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows() && mode is not null) options.UnixCreateMode = mode;
        Content = new FileStream(_temporary, options);
    }

    public FileStream Content { get; }

    /// <summary>Puts it in its place. Without this, disposing takes it away again.</summary>
    public void Commit()
    {
        Content.Flush(flushToDisk: true);
        Content.Dispose();
        File.Move(_temporary, _path, overwrite: true);
    }

    public void Dispose()
    {
        Content.Dispose();
        File.Delete(_temporary);
    }

    public static void Write(string path, ReadOnlySpan<byte> content, UnixFileMode? mode = null)
    {
        using var file = new AtomicFile(path, mode);
        file.Content.Write(content);
        file.Commit();
    }
}
