using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Win32.SafeHandles;

namespace Confab.Cli.Terminal.Keys;

/// <summary>Reads the terminal. A blocking read cannot be cancelled, so it has a thread of its own, which nobody waits for.</summary>
static class KeySource
{
    /// <summary>The bytes of one key come together; an escape that stays alone this long is the key itself.</summary>
    static readonly TimeSpan EscapeWait = TimeSpan.FromMilliseconds(50);

    public static async IAsyncEnumerable<Key> ReadAsync(TimeProvider clock, [EnumeratorCancellation] CancellationToken stop)
    {
        var input = Channel.CreateBounded<byte[]>(64);
        new Thread(() => Pump(input.Writer)) { IsBackground = true, Name = "keys" }.Start();

        var parser = new KeyParser();
        while (true)
        {
            var arriving = input.Reader.WaitToReadAsync(stop).AsTask();
            if (parser.IsUndecided && await Task.WhenAny(arriving, Task.Delay(EscapeWait, clock, stop)).ConfigureAwait(false) != arriving)
                foreach (var key in parser.Settle()) yield return key;
            if (!await arriving.ConfigureAwait(false)) yield break;
            while (input.Reader.TryRead(out var bytes))
                foreach (var key in parser.Feed(bytes)) yield return key;
        }
    }

    // The framework's own stream of a Unix terminal edits lines by itself and changes the terminal to do so.
    static Stream Open() => OperatingSystem.IsWindows()
        ? Console.OpenStandardInput()
        : new FileStream(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, bufferSize: 0);

    static void Pump(ChannelWriter<byte[]> writer)
    {
        try
        {
            using var input = Open();
            var buffer = new byte[4096];
            while (input.Read(buffer) is > 0 and var count)
            {
                // A full channel makes the terminal wait, as a slow program would.
                while (!writer.TryWrite(buffer[..count]))
                    if (!writer.WaitToWriteAsync().AsTask().GetAwaiter().GetResult()) return;
            }
            writer.TryComplete();
        }
        catch (IOException fault)
        {
            writer.TryComplete(fault);
        }
    }
}
