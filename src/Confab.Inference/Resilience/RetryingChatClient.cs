using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Polly;
using Polly.Retry;

namespace Confab.Inference.Resilience;

/// <summary>
/// Asks again when an attempt fails for a reason that may pass, with growing waits. A stream is asked for again only
/// while nothing of it was given on: an answer is never begun twice before a reader's eyes.
/// </summary>
/// <remarks>
/// The first update of a stream, and a whole answer, carry the additional property <see cref="AttemptsKey"/>. When every
/// attempt has failed, the last one's exception is thrown.
/// </remarks>
public sealed class RetryingChatClient : DelegatingChatClient
{
    /// <summary>The additional property that says how many attempts an answer took (int).</summary>
    public const string AttemptsKey = "attempts";

    readonly RetryOptions _options;
    readonly TimeProvider _time;
    readonly ResiliencePipeline _pipeline;

    /// <summary>Wraps a client, which it disposes with itself.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its limits; the exception names it.</exception>
    public RetryingChatClient(IChatClient innerClient, RetryOptions? options = null, TimeProvider? time = null) : base(innerClient)
    {
        (_options, _time) = (options ?? new(), time ?? TimeProvider.System);
        _options.Validate();
        _pipeline = CreatePipeline();
    }

    /// <inheritdoc/>
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        IReadOnlyList<ChatMessage> asked = [.. messages];
        var attempts = 0;
        var response = await _pipeline.ExecuteAsync(async stop =>
        {
            attempts++;
            return await BegunAnswer.WholeAsync(InnerClient, asked, options?.Clone(), _options.AttemptDeadline, _time, stop).ConfigureAwait(false);
        }, cancellationToken).ConfigureAwait(false);
        (response.AdditionalProperties ??= [])[AttemptsKey] = attempts;
        return response;
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        IReadOnlyList<ChatMessage> asked = [.. messages];
        var attempts = 0;
        await using var answer = await _pipeline.ExecuteAsync(async stop =>
        {
            attempts++;
            return await BegunAnswer.BeginAsync(InnerClient, asked, options?.Clone(), _options.AttemptDeadline, _time, stop).ConfigureAwait(false);
        }, cancellationToken).ConfigureAwait(false);

        var isFirst = true;
        await foreach (var update in answer.ReadAsync().ConfigureAwait(false))
        {
            if (isFirst) (update.AdditionalProperties ??= [])[AttemptsKey] = attempts;
            isFirst = false;
            yield return update;
        }
    }

    ResiliencePipeline CreatePipeline()
    {
        if (_options.Attempts == 1) return ResiliencePipeline.Empty;
        return new ResiliencePipelineBuilder { TimeProvider = _time }.AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = _options.Attempts - 1,
            BackoffType = DelayBackoffType.Exponential,
            Delay = _options.FirstDelay,
            MaxDelay = _options.LongestDelay,
            UseJitter = _options.UseJitter,
            ShouldHandle = failed => ValueTask.FromResult(failed.Outcome.Exception is { } e && MayTryAgain(e, failed.Context.CancellationToken)),
            DelayGenerator = failed => ValueTask.FromResult(_options.RetryAfter(failed.Outcome.Exception!)),
            OnRetry = failed =>
            {
                _options.OnRetry?.Invoke(new(failed.AttemptNumber + 1, failed.RetryDelay, failed.Outcome.Exception!));
                return ValueTask.CompletedTask;
            },
        }).Build();
    }

    bool MayTryAgain(Exception failure, CancellationToken stop) =>
        !stop.IsCancellationRequested && _options.IsTransient(failure) && !(_options.RetryAfter(failure) > _options.LongestDelay);
}
