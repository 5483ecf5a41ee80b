using System.Diagnostics;
using Confab.Inference.Llama;
using Confab.Inference.Llama.Decoding;
using Confab.Inference.Llama.Native;

namespace Confab.Bench.Decode;

/// <summary>
/// The ceiling: llama.cpp's own batched decoding through our binding, and nothing else. No queue, no text, no stops, nobody
/// who listens; every stream starts and ends together.
/// </summary>
sealed class RawLoop : IDisposable
{
    readonly ModelHandle _model;
    readonly Context _context;
    readonly SamplerHandle[] _chains;
    readonly int[] _positions, _next, _outputs;

    public RawLoop(string path, LlamaOptions options)
    {
        LlamaRuntime.Start(null);
        _model = ModelFile.Open(path, options, null, CancellationToken.None);
        _context = ModelFile.CreateContext(path, _model, options, options.ContextLength!.Value);
        _chains = [.. Enumerable.Range(0, options.Slots).Select(_ => new Sampling { Temperature = 0 }.CreateChain(0))];
        _positions = new int[options.Slots];
        _next = new int[options.Slots];
        _outputs = new int[options.Slots];
    }

    /// <summary>Reads a prompt for one stream, so many tokens in a step.</summary>
    public void Read(int stream, ReadOnlySpan<int> prompt, int chunk)
    {
        for (var at = 0; at < prompt.Length; at += chunk)
        {
            var part = prompt[at..Math.Min(prompt.Length, at + chunk)];
            _context.Batch.Clear();
            for (var i = 0; i < part.Length; i++)
                _outputs[stream] = _context.Batch.Add(part[i], _positions[stream]++, stream, wantsOutput: at + i == prompt.Length - 1);
            Decode();
        }
        _next[stream] = _context.Sample(_chains[stream], _outputs[stream]);
    }

    /// <summary>Gives a stream what another has read.</summary>
    public void Copy(int from, int to, int tokens) => _positions[to] = _context.Copy(from, to, tokens);

    public void Forget(int stream, int keep = 0) => _positions[stream] = _context.Keep(stream, keep);

    /// <summary>One token more for each of the first streams.</summary>
    public void Step(int streams)
    {
        _context.Batch.Clear();
        for (var s = 0; s < streams; s++) _outputs[s] = _context.Batch.Add(_next[s], _positions[s]++, s, wantsOutput: true);
        Decode();
        for (var s = 0; s < streams; s++) _next[s] = _context.Sample(_chains[s], _outputs[s]);
    }

    /// <summary>Tokens a second of so many streams together.</summary>
    public double Generate(int streams, int tokens)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < tokens; i++) Step(streams);
        return streams * tokens / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public void Dispose()
    {
        foreach (var chain in _chains) chain.Dispose();
        _context.Dispose();
        _model.Dispose();
    }

    void Decode()
    {
        if (_context.Decode() is not 0 and var code) throw new DecodeFailedException(code);
    }
}
