namespace Confab.Client.Http;

/// <summary>A request may take as long as its bytes keep moving: it is given up when nothing moved for a minute, or by its caller.</summary>
sealed class Patience : IDisposable
{
    public static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    readonly CancellationTokenSource _silence;
    readonly CancellationTokenSource _either;

    public Patience(TimeProvider clock, CancellationToken stop)
    {
        _silence = new CancellationTokenSource(Silence, clock);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_silence.Token, stop);
    }

    public CancellationToken Token => _either.Token;

    /// <summary>Progress that is a sign of life, told on to whoever asked for it.</summary>
    public IProgress<long> Watching(IProgress<long>? progress) => new Watched(this, progress);

    public void Dispose()
    {
        _either.Dispose();
        _silence.Dispose();
    }

    sealed class Watched(Patience patience, IProgress<long>? progress) : IProgress<long>
    {
        public void Report(long value)
        {
            patience._silence.CancelAfter(Silence);
            progress?.Report(value);
        }
    }
}
