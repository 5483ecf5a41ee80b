using System.Runtime.InteropServices;
using System.Text;
using Confab.Cli.Terminal.Drawing;
using Confab.Cli.Terminal.Keys;

namespace Confab.Cli.Terminal;

/// <summary>The terminal while a chat has it: raw keys in, a live region with a scrolling past above it out.</summary>
sealed class Screen : IDisposable
{
    const string BracketedPasteOn = "\e[?2004h";
    const string BracketedPasteOff = "\e[?2004l\e[?25h";

    readonly RawMode _raw;
    readonly Stream _output;
    readonly LiveRegion _region = new();
    readonly List<string> _finished = [];
    readonly PosixSignalRegistration? _resized;
    Frame? _shown;
    int _shownWidth;
    bool _isClosed;

    /// <param name="onResize">Called on another thread.</param>
    public Screen(Action onResize)
    {
        // The framework notes the terminal's mode when first asked, and brings it back when the process ends.
        _shownWidth = Width;
        _raw = RawMode.Enter();
        _output = Console.OpenStandardOutput();
        if (!OperatingSystem.IsWindows()) _resized = PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => onResize());
        AppDomain.CurrentDomain.ProcessExit += RestoreOnExit;
        Write(BracketedPasteOn);
    }

    /// <summary>Whether both ends are a terminal that understands cursor movement.</summary>
    public static bool IsPossible =>
        !Console.IsInputRedirected && !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") is not ("dumb" or "");

    public static int Width => Math.Max(1, Console.WindowWidth);

    public static int Height => Math.Max(6, Console.WindowHeight);

    /// <summary>Adds rows above the region with the next <see cref="Show"/>.</summary>
    public void Print(IEnumerable<string> rows) => _finished.AddRange(rows);

    /// <summary>Draws in one write, or not at all when nothing changed.</summary>
    public void Show(Frame frame)
    {
        var width = Width;
        if (_finished.Count == 0 && width == _shownWidth && IsSame(frame, _shown)) return;
        Write(_region.Draw(_finished, frame, width));
        _finished.Clear();
        (_shown, _shownWidth) = (frame, width);
    }

    /// <summary>Clears the screen; what was scrolled away stays.</summary>
    public void Wipe()
    {
        _region.Forget();
        _shown = null;
        Write("\e[2J\e[H");
    }

    /// <summary>The keys, until the input ends. For one reader.</summary>
    public static IAsyncEnumerable<Key> KeysAsync(TimeProvider clock, CancellationToken stop) => KeySource.ReadAsync(clock, stop);

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= RestoreOnExit;
        Restore();
    }

    void RestoreOnExit(object? sender, EventArgs e) => Restore();

    void Restore()
    {
        if (_isClosed) return;
        _isClosed = true;
        _resized?.Dispose();
        var rest = new StringBuilder(_region.Clear(Width));
        foreach (var row in _finished) rest.Append(row).Append("\r\n");
        Write(rest.Append(BracketedPasteOff).ToString());
        _raw.Dispose();
    }

    void Write(string text)
    {
        _output.Write(Encoding.UTF8.GetBytes(text));
        _output.Flush();
    }

    static bool IsSame(Frame frame, Frame? shown) =>
        shown is not null && frame.CursorRow == shown.CursorRow && frame.CursorColumn == shown.CursorColumn
        && frame.Rows.SequenceEqual(shown.Rows);
}
