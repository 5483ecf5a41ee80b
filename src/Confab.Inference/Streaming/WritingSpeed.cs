namespace Confab.Inference.Streaming;

/// <summary>How fast an answer was written.</summary>
public static class WritingSpeed
{
    /// <summary>What comes in less than this came out of somebody's buffer, and tells nothing of the model.</summary>
    static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(5);

    /// <summary>In tokens per second; null where it took less than 5 ms.</summary>
    /// <param name="tokens">Without those of the first piece: their time is the time to the first token.</param>
    /// <param name="took">From the first piece to the last.</param>
    public static double? Of(int tokens, TimeSpan took) => took >= Shortest ? tokens / took.TotalSeconds : null;
}
