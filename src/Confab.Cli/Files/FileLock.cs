using Confab.Cli.CommandLine;

namespace Confab.Cli.Files;

/// <summary>Keeps other processes of ours away while a file is changed.</summary>
static class FileLock
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static async Task<FileStream> TakeAsync(string path, TimeSpan patience, TimeProvider clock, CancellationToken stop)
    {
        var since = clock.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
            }
            catch (IOException) when (clock.GetElapsedTime(since) < patience)
            {
                await Task.Delay(Pause, clock, stop);
            }
            catch (IOException)
            {
                throw new Failure($"another program holds {path}; try again");
            }
        }
    }
}
