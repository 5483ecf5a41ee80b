using System.Net;
using Confab.Inference.Catalog;
using Confab.Inference.Engines.Remote;
using Confab.Inference.Streaming;
using Microsoft.Extensions.AI;

namespace Confab.Inference.Routing;

/// <summary>One model's answer to one request: held in memory meanwhile, with its deadlines, and measured.</summary>
sealed class Attempt(ModelChoice choice, CircuitBreaker circuit, RouterOptions options, TimeProvider time, CancellationToken stop) : IAsyncDisposable
{
    readonly CancellationTokenSource _deadline = new(Timeout.InfiniteTimeSpan, time);
    readonly List<ChatResponseUpdate> _early = [];
    CancellationTokenSource? _ending;
    ModelLease? _lease;
    RoutedRequest? _request;
    IAsyncEnumerator<ChatResponseUpdate>? _updates;
    ChatResponseUpdate? _last;
    long _began, _newest;
    long? _first;
    int _tokens, _firstTokens;
    bool _isJudged;

    public ModelChoice Choice => choice;

    /// <summary>Whether the model was at fault, as far as it was asked at all.</summary>
    public bool WasAsked => _updates is not null;

    /// <summary>Everything up to the first text, or to the end where none came.</summary>
    public async Task<IReadOnlyList<ChatResponseUpdate>> BeginAsync(
        ModelCatalog catalog, Func<ModelChoice, CancellationToken, Task<RoutedRequest>> prepare)
    {
        await HoldAsync(catalog).ConfigureAwait(false);
        _request = await prepare(choice, stop).ConfigureAwait(false);
        _ending = CancellationTokenSource.CreateLinkedTokenSource(stop, _deadline.Token);
        _deadline.CancelAfter(options.FirstTokenDeadline);
        _began = time.GetTimestamp();
        _updates = choice.Model.Client.GetStreamingResponseAsync(_request.Messages, _request.Options, _ending.Token).GetAsyncEnumerator(_ending.Token);
        while (_first is null && await NextAsync().ConfigureAwait(false)) _early.Add(_last!);
        _deadline.CancelAfter(options.Deadline);
        if (_early.Count > 0) _early[0].SetModelChoice(choice);
        return _early;
    }

    /// <summary>The next update; null at the end.</summary>
    public async Task<ChatResponseUpdate?> ContinueAsync() => await NextAsync().ConfigureAwait(false) ? _last : null;

    async Task HoldAsync(ModelCatalog catalog)
    {
        try
        {
            _lease = await catalog.UseAsync(choice.Model, options.FirstTokenDeadline, stop).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException && choice.Model.State == ModelState.Failed)
        {
            Judge(choice.Model.Measured.AddFailure, circuit.Failed);
            throw;
        }
    }

    async Task<bool> NextAsync()
    {
        try
        {
            if (!await _updates!.MoveNextAsync().ConfigureAwait(false))
            {
                Judge(() => choice.Model.Measured.Add(new(time.GetUtcNow(), time.GetElapsedTime(_began, _first ?? time.GetTimestamp()), TokensPerSecond)), circuit.Succeeded);
                return false;
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested && _deadline.IsCancellationRequested)
        {
            var kind = _first is null ? $"did not begin to answer within {Words(options.FirstTokenDeadline)}" : $"took longer than {Words(options.Deadline)}";
            Judge(choice.Model.Measured.AddFailure, circuit.Failed);
            throw new TimeoutException($"'{choice.Model.Id}' {kind}.");
        }
        catch (Exception e) when (!stop.IsCancellationRequested && IsFaultOfModel(e))
        {
            Judge(choice.Model.Measured.AddFailure, circuit.Failed);
            throw;
        }
        Count(_updates.Current);
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_ending is not null) await _ending.CancelAsync().ConfigureAwait(false);
            if (_updates is not null) await _updates.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            Judge(() => { }, circuit.Abandoned);
            _request?.Turn?.Dispose();
            _lease?.Dispose();
            _ending?.Dispose();
            _deadline.Dispose();
        }
    }

    /// <summary>A request that no model could answer as it is says nothing about this one.</summary>
    static bool IsFaultOfModel(Exception e) => e is not (ArgumentException or PromptTooLongException or ModelBusyException or ModelUnloadedException
        or RemoteModelException { StatusCode: HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity });

    double? TokensPerSecond => _first is { } first ? WritingSpeed.Of(_tokens - _firstTokens, time.GetElapsedTime(first, _newest)) : null;

    void Count(ChatResponseUpdate update)
    {
        _last = update;
        update.ModelId = choice.Model.Id;
        if (update.FinishReason is not null) update.SetModelChoice(choice);
        foreach (var content in update.Contents)
        {
            if (content is not TextContent { Text.Length: > 0 } text) continue;
            _newest = time.GetTimestamp();
            _tokens += text.CountTokens();
            if (_first is null) (_first, _firstTokens) = (_newest, _tokens);
        }
    }

    void Judge(Action measured, Action told)
    {
        if (_isJudged) return;
        _isJudged = true;
        measured();
        told();
    }

    static string Words(TimeSpan span) => span.TotalSeconds < 120 ? $"{span.TotalSeconds:0.#} seconds" : $"{span.TotalMinutes:0.#} minutes";
}
