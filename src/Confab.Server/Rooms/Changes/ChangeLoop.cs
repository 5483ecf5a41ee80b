using System.Threading.Channels;
using Confab.Protocol;
using Confab.Server.Sockets;

namespace Confab.Server.Rooms.Changes;

/// <summary>
/// Stores changes of rooms and tells of them in the order they were stored: who was removed hears nothing of what came after.
/// What waits is handed to the storage together, so that a storm of joins shares its commits.
/// </summary>
public sealed class ChangeLoop : IAsyncDisposable
{
    const int MostWaiting = 8192;
    const int MostInOneBatch = 256;

    readonly Channel<Pending> _waiting = Channel.CreateBounded<Pending>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    readonly Task _running;
    volatile bool _closing;

    public ChangeLoop() => _running = Task.Run(RunAsync);

    /// <param name="store">Hands its work to the storage at once, and waits for it then.</param>
    /// <param name="tell">Told what came of it, in its turn; must not wait.</param>
    public Task<T> ApplyAsync<T>(Func<Task<T>> store, Action<T> tell)
    {
        var pending = new Pending<T>(store, tell);
        if (_waiting.Writer.TryWrite(pending)) return pending.Done;
        throw _closing
            ? new RequestRefused(ErrorCode.ShuttingDown, "the server is going down; reconnect and try again")
            : new RequestRefused(ErrorCode.Busy, "more changes of rooms wait than are kept; try again in a moment", retryAfter: TimeSpan.FromSeconds(1));
    }

    async Task RunAsync()
    {
        var batch = new List<Pending>();
        while (await _waiting.Reader.WaitToReadAsync())
        {
            await Task.Yield();
            while (batch.Count < MostInOneBatch && _waiting.Reader.TryRead(out var pending))
            {
                pending.Begin();
                batch.Add(pending);
            }
            foreach (var pending in batch) await pending.FinishAsync();
            batch.Clear();
        }
    }

    /// <summary>Takes nothing more, and finishes what waits.</summary>
    public async ValueTask DisposeAsync()
    {
        _closing = true;
        _waiting.Writer.TryComplete();
        await _running;
    }

    abstract class Pending
    {
        public abstract void Begin();
        public abstract Task FinishAsync();
    }

    sealed class Pending<T>(Func<Task<T>> store, Action<T> tell) : Pending
    {
        readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<T>? _stored;

        public Task<T> Done => _done.Task;

        public override void Begin() => _stored = store();

        /// <summary>Whoever asked answers for what fails.</summary>
        public override async Task FinishAsync()
        {
            try
            {
                var outcome = await _stored!;
                tell(outcome);
                _done.TrySetResult(outcome);
            }
            catch (Exception e)
            {
                _done.TrySetException(e);
            }
        }
    }
}
