namespace Confab.Inference.Catalog.Pulling;

/// <summary>Tells how far a pull is, a few times a second.</summary>
sealed class PullMeter(IProgress<PullProgress>? progress, TimeProvider time)
{
    static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(250);
    static readonly TimeSpan s_window = TimeSpan.FromSeconds(5);

    readonly Queue<(long At, long Bytes)> _samples = new();
    long? _lastTold;
    long _bytes;

    public long? TotalBytes { get; set; }

    /// <summary>A new try, or the checking: the speed so far says nothing about it.</summary>
    public void Begin(PullStage stage, long bytes)
    {
        _bytes = bytes;
        _samples.Clear();
        _samples.Enqueue((time.GetTimestamp(), bytes));
        Tell(stage);
    }

    public void Advance(PullStage stage, int bytes)
    {
        _bytes += bytes;
        var now = time.GetTimestamp();
        if (_lastTold is { } last && time.GetElapsedTime(last, now) < s_interval) return;
        _samples.Enqueue((now, _bytes));
        while (_samples.Count > 2 && time.GetElapsedTime(_samples.Peek().At, now) > s_window) _samples.Dequeue();
        Tell(stage);
    }

    public void Tell(PullStage stage, string? trouble = null)
    {
        _lastTold = time.GetTimestamp();
        var speed = trouble is null ? BytesPerSecond() : 0;
        TimeSpan? remaining = speed > 0 && TotalBytes is { } total && stage is PullStage.Downloading or PullStage.Checking
            ? TimeSpan.FromSeconds(Math.Max(0, total - _bytes) / speed)
            : null;
        progress?.Report(new(stage, _bytes, TotalBytes, speed, remaining, trouble));
    }

    double BytesPerSecond()
    {
        if (!_samples.TryPeek(out var first)) return 0;
        var seconds = time.GetElapsedTime(first.At).TotalSeconds;
        return seconds > 0 ? (_bytes - first.Bytes) / seconds : 0;
    }
}
