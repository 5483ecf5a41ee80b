namespace Confab.Cli.Rooms;

/// <summary>A file on its way to the server or from it.</summary>
/// <param name="Name">Harmless to a terminal.</param>
/// <param name="IsUpload">Which way.</param>
/// <param name="Size">Bytes in all.</param>
/// <param name="Poke">Asks for the progress to be drawn.</param>
sealed record Transfer(string Name, bool IsUpload, long Size, Action Poke) : IProgress<long>
{
    long _done;

    public CancellationTokenSource Stop { get; } = new();

    public long Done => Volatile.Read(ref _done);

    /// <summary>On any thread.</summary>
    public void Report(long value)
    {
        Volatile.Write(ref _done, value);
        Poke();
    }
}
