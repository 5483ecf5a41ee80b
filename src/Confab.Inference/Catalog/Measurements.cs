using System.Diagnostics.CodeAnalysis;

namespace Confab.Inference.Catalog;

/// <summary>One measured answer.</summary>
/// <param name="At">When it ended.</param>
/// <param name="TimeToFirstToken">From asking the engine to the first piece.</param>
/// <param name="TokensPerSecond">From the first piece to the last; null where they came within 5 ms.</param>
public readonly record struct Measurement(DateTimeOffset At, TimeSpan TimeToFirstToken, double? TokensPerSecond);

/// <summary>
/// How fast and how reliable a model proved to be: exponentially weighted, so that the newest answers count most. Safe to
/// use from any thread.
/// </summary>
public sealed class Measurements
{
    const double NewestWeight = 0.2;
    const int MostKept = 256;

    readonly Lock _gate = new();
    readonly Queue<Measurement> _newest = [];
    double? _firstTokenMs, _tokensPerSecond;
    double _reliability = 1;

    /// <summary>The usual time from asking to the first piece; null where nothing was measured yet.</summary>
    public TimeSpan? TimeToFirstToken
    {
        get { lock (_gate) return _firstTokenMs is { } ms ? TimeSpan.FromMilliseconds(ms) : null; }
    }

    /// <summary>The usual pace of one answer; null where nothing was measured yet.</summary>
    public double? TokensPerSecond
    {
        get { lock (_gate) return _tokensPerSecond; }
    }

    /// <summary>The share of requests that the model answered, 0 to 1.</summary>
    public double Reliability
    {
        get { lock (_gate) return _reliability; }
    }

    /// <summary>How many answers were measured.</summary>
    public long Answers { get; private set; }

    /// <summary>How many requests failed by the model's fault.</summary>
    public long Failures { get; private set; }

    /// <summary>The newest measured answers, at most 256, oldest first.</summary>
    [SuppressMessage("Design", "CA1024", Justification = "A copy taken at one moment.")]
    public IReadOnlyList<Measurement> GetNewest()
    {
        lock (_gate) return [.. _newest];
    }

    internal void Add(Measurement answer)
    {
        lock (_gate)
        {
            Answers++;
            _reliability = Weighted(_reliability, 1);
            _firstTokenMs = Weighted(_firstTokenMs, answer.TimeToFirstToken.TotalMilliseconds);
            if (answer.TokensPerSecond is { } pace) _tokensPerSecond = Weighted(_tokensPerSecond, pace);
            _newest.Enqueue(answer);
            if (_newest.Count > MostKept) _newest.Dequeue();
        }
    }

    internal void AddFailure()
    {
        lock (_gate)
        {
            Failures++;
            _reliability = Weighted(_reliability, 0);
        }
    }

    static double Weighted(double? usual, double newest) => usual is { } u ? u + (newest - u) * NewestWeight : newest;
}
