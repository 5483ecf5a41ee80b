namespace Confab.Inference.Streaming;

/// <summary>How long a stream has to wait before its next batch.</summary>
/// <param name="interval">The time between two batches.</param>
/// <param name="time">The clock.</param>
/// <param name="isFromFirstPiece">Whether the time runs from a batch's own first piece instead of from the batch before.</param>
sealed class Pace(TimeSpan interval, TimeProvider time, bool isFromFirstPiece = false)
{
    long? _lastBatch;

    public void MarkBatch() => _lastBatch = time.GetTimestamp();

    public Pause RestOfInterval(CancellationToken stop)
    {
        if (isFromFirstPiece) return new(interval, time, stop);
        return _lastBatch is { } last && time.GetElapsedTime(last) < interval
            ? new(interval - time.GetElapsedTime(last), time, stop)
            : Pause.None;
    }

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
