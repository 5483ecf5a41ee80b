using System.Diagnostics;
using System.Threading.Channels;
using Confab.Inference.Catalog;
using Confab.Inference.Llama.Prompts;

namespace Confab.Inference.Llama.Decoding;

/// <summary>
/// The one thread that computes for a model. Every step takes the next token of each running answer and a chunk of the
/// prompts that are still being read, so that a long prompt never silences the others.
/// </summary>
sealed class DecodeLoop : IAsyncDisposable
{
    readonly string _modelId;
    readonly Context _context;
    readonly LlamaOptions _options;
    readonly PrefillPace _pace;
    readonly Slot[] _slots;
    readonly List<Slot> _running = [];
    readonly Channel<Generation> _waiting;
    readonly CancellationTokenSource _stopping = new();
    readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    long _admitted;
    int _answers, _promptTokens;

    public DecodeLoop(string modelId, Context context, Vocabulary vocabulary, LlamaOptions options, int contextLength)
    {
        _modelId = modelId;
        _context = context;
        _options = options;
        _pace = new PrefillPace(options);
        _slots = [.. Enumerable.Range(0, options.Slots).Select(i => new Slot(i, context, vocabulary, contextLength))];
        _waiting = Channel.CreateBounded<Generation>(new BoundedChannelOptions(options.QueueLength) { SingleReader = true });
        new Thread(Run) { Name = $"model {modelId}", IsBackground = true }.Start();
    }

    /// <summary>Steps computed since the start; each may hold tokens of every running request.</summary>
    public long Steps { get; private set; }

    /// <summary>Requests that hold a slot.</summary>
    public int Running => _slots.Count(slot => slot.Generation is not null);

    /// <summary>Requests that wait for a slot.</summary>
    public int Waiting => _waiting.Reader.Count;

    /// <summary>Hands a request over, which is the loop's from now on; waits while the queue is full.</summary>
    /// <exception cref="ModelUnloadedException">The loop has ended.</exception>
    public async ValueTask EnqueueAsync(Generation generation, CancellationToken stop)
    {
        try
        {
            await _waiting.Writer.WriteAsync(generation, stop).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            generation.Grammar?.Dispose();
            if (error is ChannelClosedException) throw new ModelUnloadedException(_modelId);
            throw;
        }
    }

    /// <summary>Ends the running requests and the loop, and frees the context.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _ended.Task.ConfigureAwait(false);
    }

    void Run()
    {
        try
        {
            while (WaitForWork()) StepOrFail();
        }
        finally
        {
            EndEverything();
            _context.Dispose();
            _ended.SetResult();
        }
    }

    bool WaitForWork()
    {
        if (_stopping.IsCancellationRequested) return false;
        if (_running.Count > 0) return true;
        try
        {
            return _waiting.Reader.WaitToReadAsync(_stopping.Token).AsTask().GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    // Whatever goes wrong ends the requests it happened to; the model goes on answering others.
    void StepOrFail()
    {
        try
        {
            Step();
        }
        catch (Exception error)
        {
            foreach (var slot in _running.Where(slot => slot.Generation is not null))
            {
                slot.Fail(error);
                slot.Forget();
            }
            _running.Clear();
        }
    }

    void Step()
    {
        DropCancelled();
        AdmitWaiting();
        Plan();
        if (_context.Batch.Count == 0) return;
        Steps++;
        var start = Stopwatch.GetTimestamp();
        var code = _context.Decode();
        if (code == 0) CommitPlanned();
        else DecodeApart(code);
        if (code == 0) _pace.Note(_answers, _promptTokens, Stopwatch.GetElapsedTime(start));
        _running.RemoveAll(slot => slot.Generation is null);
    }

    void DropCancelled()
    {
        foreach (var slot in _running.Where(slot => slot.Generation!.IsCancelled)) slot.Release();
        _running.RemoveAll(slot => slot.Generation is null);
    }

    void AdmitWaiting()
    {
        while (_running.Count < _slots.Length && _waiting.Reader.TryRead(out var generation))
        {
            if (generation.IsCancelled)
            {
                generation.Grammar?.Dispose();
                continue;
            }
            var slot = SlotChoice.Choose(_slots.Where(slot => slot.Generation is null), generation.Prompt);
            _running.Add(slot);
            slot.Admit(generation, ++_admitted);
        }
    }

    void Plan()
    {
        _context.Batch.Clear();
        // In the order of the slots: llama.cpp computes neighbours together.
        foreach (var slot in _slots)
            if (slot.IsAnswering) slot.PlanAnswer();
        _answers = _context.Batch.Count;
        var budget = _answers > 0 ? _pace.Chunk : _options.BatchSize;
        for (var i = 0; i < _running.Count && budget > 0; i++)
        {
            var slot = _running[i];
            if (!slot.IsReadingPrompt) continue;
            if (!slot.HasStarted && !SlotChoice.TryStart(slot, _running.Take(i), _slots)) continue;
            var tokens = Math.Min(budget, slot.PromptLeft);
            slot.PlanPrompt(tokens);
            budget -= tokens;
        }
        _promptTokens = _context.Batch.Count - _answers;
    }

    void CommitPlanned()
    {
        foreach (var slot in _running)
            if (slot.Planned > 0) slot.Commit();
    }

    /// <summary>A step that failed for all is tried again for each, so that only the guilty one fails.</summary>
    void DecodeApart(int code)
    {
        var planned = _running.Where(slot => slot.Planned > 0).ToArray();
        foreach (var slot in planned)
        {
            var own = planned.Length == 1 || IsFatal(code) ? code : DecodeAlone(slot);
            if (own == 0) slot.Commit();
            else FailAndForget(slot, own);
        }
    }

    // Below -1 a part of the step may be in the caches already: it cannot be repeated.
    static bool IsFatal(int code) => code is not (1 or -1);

    int DecodeAlone(Slot slot)
    {
        _context.Batch.Clear();
        slot.PlanAgain();
        return _context.Decode();
    }

    static void FailAndForget(Slot slot, int code)
    {
        slot.Fail(new DecodeFailedException(code));
        slot.Forget();
    }

    void EndEverything()
    {
        _waiting.Writer.TryComplete();
        foreach (var slot in _running.Where(slot => slot.Generation is not null)) slot.Fail(new ModelUnloadedException(_modelId));
        while (_waiting.Reader.TryRead(out var generation))
        {
            generation.Grammar?.Dispose();
            generation.Fail(new ModelUnloadedException(_modelId));
        }
    }
}
