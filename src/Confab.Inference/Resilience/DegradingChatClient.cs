using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Confab.Inference.Resilience;

/// <summary>
/// Asks for less when a request fails: level by level, until one answers. A stream goes down a level only while nothing
/// of it was given on. <see cref="AnswerLevel"/> tells, in a whole answer or a stream's first update, which level
/// answered and why the earlier ones did not.
/// </summary>
public sealed class DegradingChatClient : DelegatingChatClient
{
    readonly DegradationOptions _options;
    readonly TimeProvider _time;

    /// <summary>Wraps a client, which it disposes with itself.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its limits; the exception names it.</exception>
    public DegradingChatClient(IChatClient innerClient, DegradationOptions? options = null, TimeProvider? time = null) : base(innerClient)
    {
        (_options, _time) = (options ?? new(), time ?? TimeProvider.System);
        _options.Validate();
    }

    /// <inheritdoc/>
    /// <exception cref="NoLevelAnsweredException">Every level failed.</exception>
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var (response, level) = await AnswerAsync(BegunAnswer.WholeAsync, messages, options, cancellationToken).ConfigureAwait(false);
        level.WriteTo(response);
        return response;
    }

    /// <inheritdoc/>
    /// <exception cref="NoLevelAnsweredException">Every level failed.</exception>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var (answer, level) = await AnswerAsync(BegunAnswer.BeginAsync, messages, options, cancellationToken).ConfigureAwait(false);
        await using var _ = answer;
        var isFirst = true;
        await foreach (var update in answer.ReadAsync().ConfigureAwait(false))
        {
            if (isFirst) level.WriteTo(update);
            isFirst = false;
            yield return update;
        }
    }

    delegate Task<T> Attempt<T>(
        IChatClient client, IReadOnlyList<ChatMessage> messages, ChatOptions? options, TimeSpan deadline, TimeProvider time, CancellationToken stop);

    async Task<(T Answer, AnswerLevel Level)> AnswerAsync<T>(
        Attempt<T> attempt, IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(messages);
        IReadOnlyList<ChatMessage> asked = [.. messages];
        var failures = new List<FailedLevel>();
        var wishes = options?.Clone() ?? new();
        foreach (var (index, level) in _options.Levels.Index())
        {
            level.Weaken(wishes);
            try
            {
                var answer = await attempt(InnerClient, asked, wishes.Clone(), _options.LevelDeadline, _time, stop).ConfigureAwait(false);
                return (answer, new(index, level.Name, failures));
            }
            catch (Exception e) when (!stop.IsCancellationRequested && _options.MayHelp(e))
            {
                failures.Add(new(level.Name, e));
            }
            if (index < _options.Levels.Count - 1) _options.OnDegraded?.Invoke(failures[^1]);
        }
        throw new NoLevelAnsweredException(failures);
    }
}
