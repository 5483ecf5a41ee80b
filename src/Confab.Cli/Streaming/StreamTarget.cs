using System.Text;
using Confab.Cli.Terminal.Text;
using Confab.Inference.Files;

namespace Confab.Cli.Streaming;

/// <summary>Where an answer goes: the output as it grows, or a file that appears when it is complete.</summary>
sealed class StreamTarget : IAsyncDisposable
{
    readonly Stream _stream;
    readonly AtomicFile? _file;
    readonly bool _isTerminal;
    bool _endsLine = true;

    StreamTarget(Stream stream, AtomicFile? file, bool isTerminal) => (_stream, _file, _isTerminal) = (stream, file, isTerminal);

    public static StreamTarget Output() => new(Console.OpenStandardOutput(), null, !Console.IsOutputRedirected);

    public static StreamTarget File(string path)
    {
        var file = new AtomicFile(path);
        return new StreamTarget(file.Content, file, isTerminal: false);
    }

    public async ValueTask WriteAsync(string piece)
    {
        // A terminal obeys control characters; a file or a program gets what the model wrote.
        await _stream.WriteAsync(Encoding.UTF8.GetBytes(_isTerminal ? SafeText.Clean(piece) : piece));
        await _stream.FlushAsync();
        _endsLine = piece.EndsWith('\n');
    }

    public async Task CompleteAsync()
    {
        if (!_endsLine) await WriteAsync("\n");
        _file?.Commit();
    }

    public async ValueTask DisposeAsync()
    {
        if (_isTerminal && !_endsLine) await WriteAsync("\n");
        _file?.Dispose();
    }
}
