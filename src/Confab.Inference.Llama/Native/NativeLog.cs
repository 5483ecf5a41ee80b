using System.Runtime.InteropServices;

namespace Confab.Inference.Llama.Native;

/// <summary>
/// Keeps llama.cpp's log off the console and remembers the warnings and errors of one call, because its functions say
/// only that they failed and the log says why.
/// </summary>
sealed class NativeLog : IDisposable
{
    const int Limit = 20;

    [ThreadStatic]
    static NativeLog? s_current;

    readonly List<string> _lines = [];
    bool _keeps;

    NativeLog() => s_current = this;

    /// <summary>The errors, or the warnings where there is no error, oldest first.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Starts to remember what is logged on this thread until it is disposed.</summary>
    public static NativeLog Capture() => new();

    public static unsafe void Install() => LlamaApi.llama_log_set(&OnLine, null);

    public void Dispose() => s_current = null;

    [UnmanagedCallersOnly]
    static unsafe void OnLine(LogLevel level, byte* text, void* state)
    {
        if (s_current is { } log && Marshal.PtrToStringUTF8((nint)text) is { } line) log.Add(level, line);
    }

    void Add(LogLevel level, string line)
    {
        if (level == LogLevel.Continued)
        {
            if (_keeps && _lines.Count > 0) _lines[^1] = (_lines[^1] + line).Trim();
            return;
        }
        _keeps = level >= LogLevel.Warning && line.AsSpan().Trim().Length > 0;
        if (!_keeps) return;
        if (_lines.Count == Limit) _lines.RemoveAt(0);
        _lines.Add(line.Trim());
    }
}
