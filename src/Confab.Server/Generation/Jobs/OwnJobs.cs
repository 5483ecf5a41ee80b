using System.Collections.Concurrent;
using System.Security.Cryptography;
using Confab.Inference.Catalog;
using Confab.Inference.Jobs;
using Confab.Inference.Prompts;
using Confab.Inference.Runs;
using Confab.Protocol;
using Confab.Server.Http;
using Confab.Server.Replies;
using Confab.Server.Sockets;

namespace Confab.Server.Generation.Jobs;

/// <summary>Prompts that are answered in the background. Only who started a job sees it, or stops it.</summary>
sealed class OwnJobs(JobClient client, ModelCatalog models, ReplyOptions options, TimeProvider clock, ILogger<OwnJobs> logger) : IAsyncDisposable
{
    const int MostOfOne = 8, MostRunning = 64;

    readonly TrackedJobs _jobs = new(client, new JobOptions
    {
        ExpectedTokens = 256,
        // The fair line in front of each model decides who really runs.
        Limits = new RunLimits { MostRunning = MostRunning, Deadline = options.FirstTokenDeadline + options.Deadline },
    }, clock);
    readonly ConcurrentDictionary<string, UserId> _owners = new();

    /// <exception cref="RequestRefused">There is nothing to ask, an option is out of its limits, or too many wait.</exception>
    public JobSnapshot Start(Caller caller, JobRequest request)
    {
        var prompt = DirectPrompt.Require(request.Prompt, request.Messages);
        GenerationWishes.Require(request.Options, models);
        if (_owners.Count(o => o.Value == caller.Asker.User && _jobs.Find(o.Key) is { } mine && !mine.State.HasEnded()) >= MostOfOne)
            throw new RequestRefused(ErrorCode.Busy, $"you have {MostOfOne} jobs that have not ended; wait for one, or stop it");
        try
        {
            // Whoever showed no token has but the id to come back by, so nobody may guess it.
            var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
            var job = _jobs.Start(new ChatPrompt(JobClient.AskedBy(caller.Asker, prompt.Messages), OptionsOf(request.Options)), id);
            _ = LogAsync(id);
            _owners[job.Id] = caller.Asker.User;
            foreach (var old in _owners.Keys)
                if (_jobs.Find(old) is null) _owners.TryRemove(old, out _);
            return job;
        }
        catch (TooManyRunsException e)
        {
            throw new RequestRefused(ErrorCode.Busy, e.Message);
        }
        catch (ObjectDisposedException)
        {
            throw new RequestRefused(ErrorCode.ShuttingDown, "the server is going down; try again in a moment");
        }
    }

    /// <summary>Of whoever showed no token nothing is listed: others ask from the same address.</summary>
    public IReadOnlyList<JobSnapshot> List(Caller caller) => caller.User is null ? [] : [.. _jobs.List().Where(job => IsOf(caller, job.Id))];

    /// <exception cref="RequestRefused">There is no such job, or it is somebody else's.</exception>
    public JobSnapshot Require(Caller caller, string id) => (IsOf(caller, id) ? _jobs.Find(id) : null)
        ?? throw new RequestRefused(ErrorCode.UnknownJob, $"you have no job \"{id}\"; it may have ended long ago", "id");

    public IAsyncEnumerable<JobSnapshot> WatchAsync(Caller caller, string id, CancellationToken stop) => _jobs.WatchAsync(Require(caller, id).Id, cancellationToken: stop);

    /// <summary>Stops a job and waits for its end.</summary>
    public async Task<JobSnapshot> CancelAsync(Caller caller, string id, CancellationToken stop)
    {
        Require(caller, id);
        _jobs.Cancel(id);
        return await _jobs.WaitAsync(id, stop);
    }

    public ValueTask DisposeAsync() => _jobs.DisposeAsync();

    async Task LogAsync(string id)
    {
        try
        {
            var ended = await _jobs.WaitAsync(id);
            if (ended.Error is { } e and not OperationCanceledException && GenerationFaults.Explain(e) is null) logger.LogError(e, "The job {Job} failed", id);
        }
        catch (KeyNotFoundException)
        {
            // Ended and forgotten already.
        }
    }

    bool IsOf(Caller caller, string id) => _owners.TryGetValue(id, out var owner) && owner == caller.Asker.User;

    static PromptOptions OptionsOf(GenerationOptions? o) => o is null ? new() : new()
    {
        Model = o.Model,
        Strategy = o.Strategy,
        MaxTokens = o.MaxTokens,
        Temperature = (float?)o.Temperature,
        TopP = (float?)o.TopP,
        TopK = o.TopK,
        RepeatPenalty = (float?)o.RepeatPenalty,
        StopSequences = o.StopSequences ?? [],
        Seed = o.Seed,
        JsonSchema = o.JsonSchema,
    };
}
