namespace Confab.Inference.Catalog.Pulling;

/// <summary>Keeps a second pull of the same file away, also one of another process. The system frees it when its holder dies.</summary>
sealed class PullLock : IDisposable
{
    readonly FileStream _file;

    PullLock(FileStream file) => _file = file;

    /// <exception cref="ModelPullException">Another pull holds it.</exception>
    public static PullLock Take(string target, string source)
    {
        var path = $"{target}.lock";
        try
        {
            return new(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new ModelPullException(source, $"it is being pulled already into {target}; wait for that pull or stop it.", e);
        }
    }

    public void Dispose()
    {
        // Taken away while it is still held: whoever opened it meanwhile finds the model or a part that is in use.
        if (!OperatingSystem.IsWindows()) File.Delete(_file.Name);
        _file.Dispose();
        if (OperatingSystem.IsWindows()) DeleteUnlessTaken();
    }

    void DeleteUnlessTaken()
    {
        try
        {
            File.Delete(_file.Name);
        }
        catch (IOException)
        {
            // The next pull holds it already and will take it away.
        }
    }
}
