namespace Confab.Client.Http;

static class MeasuredCopy
{
    const int BufferSize = 64 * 1024;

    /// <summary>Copies to the end and tells after each piece how many bytes went.</summary>
    public static async Task RunAsync(Stream from, Stream to, IProgress<long>? progress, CancellationToken stop)
    {
        var buffer = new byte[BufferSize];
        long copied = 0;
        while (await from.ReadAsync(buffer, stop).ConfigureAwait(false) is > 0 and var count)
        {
            await to.WriteAsync(buffer.AsMemory(0, count), stop).ConfigureAwait(false);
            progress?.Report(copied += count);
        }
    }
}
