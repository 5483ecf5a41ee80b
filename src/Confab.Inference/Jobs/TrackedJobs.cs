using System.Runtime.CompilerServices;
using Confab.Inference.Prompts;
using Confab.Inference.Runs;
using Confab.Inference.Streaming;
using Microsoft.Extensions.AI;

namespace Confab.Inference.Jobs;

/// <summary>
/// Prompts that are answered in the background while anybody asks how far they are: stage by stage, with progress,
/// speed and the time left. So many run at once, others wait in their order, and ended ones are remembered for a while.
/// Safe to use from any thread.
/// </summary>
/// <remarks>It does not own the client. Disposing it cancels every job and waits for their ends.</remarks>
public sealed class TrackedJobs : IAsyncDisposable
{
    static readonly TimeSpan DefaultInterval = TimeSpan.FromMilliseconds(250);

    readonly IChatClient _client;
    readonly JobOptions _options;
    readonly TimeProvider _time;
    readonly BoundedRuns<Job> _runs;

    /// <summary>Makes a place for jobs that this client answers.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is not possible; the exception names it.</exception>
    public TrackedJobs(IChatClient client, JobOptions? options = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        (_client, _options, _time) = (client, options ?? new(), time ?? TimeProvider.System);
        _options.Validate();
        _runs = new(_options.Limits, _time);
    }

    /// <summary>Starts a job, at once or when there is a place for it.</summary>
    /// <param name="prompt">What is asked.</param>
    /// <param name="id">Its id, which may be that of an ended one; a new one where null.</param>
    /// <exception cref="RunIdTakenException">A job with this id has not ended.</exception>
    /// <exception cref="TooManyRunsException">Too many run and wait already.</exception>
    public JobSnapshot Start(ChatPrompt prompt, string? id = null)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        if (id is not null) ArgumentException.ThrowIfNullOrWhiteSpace(id);
        var name = id ?? Guid.CreateVersion7().ToString();
        return _runs.Start(
            name,
            () => new Job(name, prompt, _options, _time),
            (job, stop) => job.RunAsync(_client, stop),
            (job, state, error) => job.End(state, error)).Snapshot();
    }

    /// <summary>How far the job with this id is; null where there is none, or it has been forgotten.</summary>
    public JobSnapshot? Find(string id) => _runs.Find(id)?.Snapshot();

    /// <summary>All that run, wait or are still remembered, in the order they were started.</summary>
    public IReadOnlyList<JobSnapshot> List() => [.. _runs.List().Select(job => job.Snapshot())];

    /// <summary>Ends a job; its model stops. False where there is none, or it has ended.</summary>
    public bool Cancel(string id) => _runs.Cancel(id);

    /// <summary>Waits until the job has ended, however it did.</summary>
    /// <exception cref="KeyNotFoundException">There is no such job.</exception>
    public async Task<JobSnapshot> WaitAsync(string id, CancellationToken cancellationToken = default)
    {
        var job = Require(id);
        await job.Ended.WaitAsync(cancellationToken).ConfigureAwait(false);
        return job.Snapshot();
    }

    /// <summary>
    /// Shows a job at once, and again whenever it has changed, until it has ended. The last snapshot shows the end and
    /// is never delayed; of others a slow reader, or one within the interval, gets only the newest.
    /// </summary>
    /// <param name="id">The job.</param>
    /// <param name="interval">The shortest time between two snapshots; 250 ms where null.</param>
    /// <param name="cancellationToken">Ends the watching; the job goes on.</param>
    /// <exception cref="KeyNotFoundException">There is no such job.</exception>
    public IAsyncEnumerable<JobSnapshot> WatchAsync(string id, TimeSpan? interval = null, CancellationToken cancellationToken = default) =>
        WatchAsync(Require(id), interval ?? DefaultInterval, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _runs.DisposeAsync();

    Job Require(string id) => _runs.Find(id) ?? throw new KeyNotFoundException($"There is no job '{id}'; it may have ended long ago.");

    async IAsyncEnumerable<JobSnapshot> WatchAsync(Job job, TimeSpan interval, [EnumeratorCancellation] CancellationToken stop)
    {
        var pace = new Pace(interval, _time);
        while (true)
        {
            // Taken first, so that no change between the look and the wait is missed.
            var changed = job.Changed;
            var snapshot = job.Snapshot();
            pace.MarkBatch();
            yield return snapshot;
            if (snapshot.State.HasEnded()) yield break;

            await changed.WaitAsync(stop).ConfigureAwait(false);
            using var pause = pace.RestOfInterval(stop);
            await Task.WhenAny(job.Ended, pause.Ended).ConfigureAwait(false);
            stop.ThrowIfCancellationRequested();
        }
    }
}
