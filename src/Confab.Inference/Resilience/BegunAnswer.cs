using Microsoft.Extensions.AI;

namespace Confab.Inference.Resilience;

/// <summary>
/// An answer whose first piece has come. Until then nothing was shown and another attempt may be made; from then on a
/// failure belongs to the reader.
/// </summary>
sealed class BegunAnswer : IAsyncDisposable
{
    readonly CancellationTokenSource _deadline;
    readonly CancellationTokenSource _stop;
    readonly List<ChatResponseUpdate> _held = [];
    IAsyncEnumerator<ChatResponseUpdate>? _updates;
    bool _isOver;

    BegunAnswer(TimeSpan deadline, TimeProvider time, CancellationToken stop)
    {
        _deadline = new CancellationTokenSource(deadline, time);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(stop, _deadline.Token);
    }

    /// <exception cref="TimeoutException">No piece came before the deadline.</exception>
    public static async Task<BegunAnswer> BeginAsync(
        IChatClient client, IReadOnlyList<ChatMessage> messages, ChatOptions? options, TimeSpan deadline, TimeProvider time, CancellationToken stop)
    {
        var answer = new BegunAnswer(deadline, time, stop);
        try
        {
            await answer.ReachFirstPieceAsync(client, messages, options).ConfigureAwait(false);
            answer._deadline.CancelAfter(Timeout.InfiniteTimeSpan);
            answer._stop.Token.ThrowIfCancellationRequested();
            return answer;
        }
        catch (Exception e)
        {
            var isLate = e is OperationCanceledException && answer._deadline.IsCancellationRequested && !stop.IsCancellationRequested;
            await answer.DisposeAsync().ConfigureAwait(false);
            if (isLate) throw Late(deadline);
            throw;
        }
    }

    /// <summary>Reads the answer from its first update on; once only.</summary>
    public async IAsyncEnumerable<ChatResponseUpdate> ReadAsync()
    {
        foreach (var update in _held) yield return update;
        if (_isOver) yield break;
        while (await _updates!.MoveNextAsync().ConfigureAwait(false)) yield return _updates.Current;
    }

    public async ValueTask DisposeAsync()
    {
        if (_updates is not null) await _updates.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
        _deadline.Dispose();
    }

    /// <summary>Waits for a whole answer, with the same deadline.</summary>
    public static async Task<ChatResponse> WholeAsync(
        IChatClient client, IReadOnlyList<ChatMessage> messages, ChatOptions? options, TimeSpan deadline, TimeProvider time, CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(deadline, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        try
        {
            return await client.GetResponseAsync(messages, options, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            throw Late(deadline);
        }
    }

    async Task ReachFirstPieceAsync(IChatClient client, IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        _updates = client.GetStreamingResponseAsync(messages, options, _stop.Token).GetAsyncEnumerator(_stop.Token);
        do
        {
            _isOver = !await _updates.MoveNextAsync().ConfigureAwait(false);
            if (_isOver) return;
            _held.Add(_updates.Current);
        }
        while (!HoldsPiece(_updates.Current));
    }

    static TimeoutException Late(TimeSpan deadline) => new($"The model did not answer within {deadline}.");

    static bool HoldsPiece(ChatResponseUpdate update) => update.Contents.Any(content => content is not (UsageContent or TextContent { Text.Length: 0 }));
}
