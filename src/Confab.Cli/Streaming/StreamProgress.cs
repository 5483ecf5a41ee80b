using Confab.Cli.Conversations;
using Microsoft.Extensions.AI;

namespace Confab.Cli.Streaming;

/// <summary>Tells on the error stream how far an answer is, where somebody watches it and does not see the text.</summary>
sealed class StreamProgress(TextWriter notes, bool isWatched) : IDisposable
{
    const string ClearLine = "\r\e[K";

    bool _isShown;

    public void Show(Answer answer)
    {
        if (!isWatched) return;
        _isShown = true;
        notes.Write($"{ClearLine}{answer.Tokens} tokens{Speed(answer)}");
    }

    public void End(Answer answer, string? file, bool isWanted)
    {
        Dispose();
        var cut = answer.Finish == ChatFinishReason.Length ? ", cut at --max-tokens" : "";
        var first = answer.TimeToFirstToken is { } time ? $", first after {time.TotalMilliseconds:0} ms" : "";
        if (isWanted || isWatched) notes.WriteLine($"{answer.Tokens} tokens{Speed(answer)}{first}{cut}{(file is null ? "" : $", in {file}")}");
    }

    /// <summary>Leaves a clean line behind, whatever happened.</summary>
    public void Dispose()
    {
        if (_isShown) notes.Write(ClearLine);
        _isShown = false;
    }

    static string Speed(Answer answer) => answer.TokensPerSecond is { } speed ? $", {speed:0.0} tokens/s" : "";
}
