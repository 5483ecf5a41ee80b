namespace Confab.Inference.Streaming;

/// <summary>
/// Watches a stream of text for stop sequences, also where one is spread over several pieces. Text that could be the
/// beginning of one is held back until that is decided; a stop sequence itself is never given on.
/// </summary>
public sealed class StopSequences
{
    readonly string[] _stops;
    string _held = "";

    /// <summary>Watches for these sequences; empty ones are ignored.</summary>
    public StopSequences(IEnumerable<string>? stops) => _stops = [.. (stops ?? []).Where(stop => stop.Length > 0)];

    /// <summary>Whether a stop sequence was found. Everything after it is dropped.</summary>
    public bool HasStopped { get; private set; }

    /// <summary>Takes the next piece and returns the text that is safe to show now.</summary>
    public string Add(string piece)
    {
        if (HasStopped) return "";
        if (_stops.Length == 0) return piece;
        var text = _held + piece;
        var safe = FindStop(text);
        HasStopped = safe >= 0;
        if (!HasStopped) safe = text.Length - LongestBeginning(text);
        _held = HasStopped ? "" : text[safe..];
        return text[..safe];
    }

    /// <summary>Returns what is still held back, because the stream has ended and it was no stop sequence.</summary>
    public string Flush()
    {
        var rest = _held;
        _held = "";
        return rest;
    }

    /// <summary>The part of a whole text before its first stop sequence.</summary>
    public static string Cut(string text, IEnumerable<string>? stops)
    {
        var sequences = new StopSequences(stops);
        return sequences.Add(text) + sequences.Flush();
    }

    int FindStop(string text)
    {
        var first = -1;
        foreach (var stop in _stops)
        {
            var at = text.IndexOf(stop, StringComparison.Ordinal);
            if (at >= 0 && (first < 0 || at < first)) first = at;
        }
        return first;
    }

    int LongestBeginning(string text)
    {
        var longest = 0;
        foreach (var stop in _stops)
        {
            for (var length = Math.Min(stop.Length - 1, text.Length); length > longest; length--)
            {
                if (!text.AsSpan().EndsWith(stop.AsSpan(0, length), StringComparison.Ordinal)) continue;
                longest = length;
                break;
            }
        }
        return longest;
    }
}
