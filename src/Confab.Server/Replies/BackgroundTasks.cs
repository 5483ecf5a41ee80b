using System.Collections.Concurrent;

namespace Confab.Server.Replies;

/// <summary>Work that nobody waits for: so much at once at most, each thing once at a time, ended and awaited when the server stops.</summary>
sealed class BackgroundTasks<TKey>(int most, ILogger logger) where TKey : notnull
{
    readonly ConcurrentDictionary<TKey, Task> _tasks = new();
    readonly CancellationTokenSource _drain = new();

    public int Count => _tasks.Count;

    /// <summary>False where it is under way already, there is too much, or the server stops: then nothing is begun.</summary>
    public bool TryBegin(TKey key, Func<CancellationToken, Task> work)
    {
        if (Count >= most || _drain.IsCancellationRequested) return false;
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var task = RunAsync();
        if (!_tasks.TryAdd(key, task)) return false;
        begun.SetResult();
        return true;

        async Task RunAsync()
        {
            await begun.Task;
            try
            {
                await work(_drain.Token);
            }
            catch (OperationCanceledException) when (_drain.IsCancellationRequested)
            {
                // The server stops.
            }
            catch (Exception e)
            {
                logger.LogError(e, "Work in the background failed: {Key}", key);
            }
            finally
            {
                _tasks.TryRemove(key, out _);
            }
        }
    }

    /// <summary>Ends it all at once and begins nothing new.</summary>
    public async Task DrainAsync()
    {
        await _drain.CancelAsync();
        await Task.WhenAll(_tasks.Values);
    }
}
