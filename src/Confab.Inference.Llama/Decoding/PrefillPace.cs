namespace Confab.Inference.Llama.Decoding;

/// <summary>
/// How many prompt tokens a step takes while others are being answered. It learns from every step how long an answer's
/// token and a prompt's token take on this machine, and keeps the next step near its goal: a long prompt costs more and
/// more for every token, and a fixed number would silence the others longer the further it is read.
/// </summary>
sealed class PrefillPace(LlamaOptions options)
{
    // Text that pauses for so long still flows for a reader, and larger chunks are read faster.
    static readonly TimeSpan s_goal = TimeSpan.FromMilliseconds(500);

    // Where a step for the answers alone is slow already, the prompt must not starve either.
    const int MostPlainSteps = 4;

    // Fewer tokens hardly make a step shorter; and the processor computes them in groups.
    const int Least = 16;

    // Before anything is known.
    const int First = 64;

    const double Newest = 0.3;

    double _plainStep;
    double _promptToken;

    /// <summary>The prompt tokens of the next step.</summary>
    public int Chunk
    {
        get
        {
            if (options.PrefillChunk is { } fixedChunk) return fixedChunk;
            if (_promptToken <= 0) return Math.Min(First, options.BatchSize);
            var goal = Math.Max(s_goal.TotalMilliseconds, MostPlainSteps * _plainStep);
            var tokens = Math.Clamp((goal - _plainStep) / _promptToken, Least, options.BatchSize);
            return (int)tokens / Least * Least;
        }
    }

    /// <summary>Learns from a step.</summary>
    /// <param name="answers">Its tokens that belong to answers.</param>
    /// <param name="promptTokens">Its tokens that belong to prompts.</param>
    /// <param name="took">How long it took.</param>
    public void Note(int answers, int promptTokens, TimeSpan took)
    {
        if (promptTokens == 0) Learn(ref _plainStep, took.TotalMilliseconds);
        // A few tokens more say little about what one of them costs.
        else if (promptTokens >= Least) Learn(ref _promptToken, Math.Max(0, took.TotalMilliseconds - (answers > 0 ? _plainStep : 0)) / promptTokens);
    }

    static void Learn(ref double known, double seen) => known = known <= 0 ? seen : known + Newest * (seen - known);
}
