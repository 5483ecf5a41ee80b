namespace Confab.Inference.Streaming;

/// <summary>How long a stream has to wait before its next batch.</summary>
sealed class Pace(TimeSpan interval, TimeProvider time)
{
    long? _lastBatch;

    public void MarkBatch() => _lastBatch = time.GetTimestamp();

    public Pause RestOfInterval(CancellationToken stop) => _lastBatch is { } last && time.GetElapsedTime(last) < interval
        ? new(interval - time.GetElapsedTime(last), time, stop)
        : Pause.None;

    /// <summary>A wait that its owner can leave early; leaving it stops its timer.</summary>
    public sealed class Pause : IDisposable
    {
        public static readonly Pause None = new();

        readonly CancellationTokenSource? _left;

        Pause() => Ended = Task.CompletedTask;

        public Pause(TimeSpan length, TimeProvider time, CancellationToken stop)
        {
            _left = CancellationTokenSource.CreateLinkedTokenSource(stop);
            Ended = Task.Delay(length, time, _left.Token);
        }

        public Task Ended { get; }

        public void Dispose()
        {
            _left?.Cancel();
            _left?.Dispose();
        }
    }
}
