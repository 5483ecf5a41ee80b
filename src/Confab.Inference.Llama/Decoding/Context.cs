using Confab.Inference.Llama.Native;

namespace Confab.Inference.Llama.Decoding;

/// <summary>
/// The memory and the computing of all streams of one model, each with a cache of its own. Only the loop's thread
/// touches it.
/// </summary>
sealed unsafe class Context : IDisposable
{
    readonly ContextHandle _context;
    readonly nint _memory;

    readonly Lazy<Candidates> _candidates;

    public Context(ContextHandle context, int batchCapacity, int vocabularySize)
    {
        _candidates = new(() => new Candidates(vocabularySize));
        _context = context;
        _memory = LlamaApi.llama_get_memory(context);
        Batch = new TokenBatch(batchCapacity);
    }

    public TokenBatch Batch { get; }

    /// <summary>Whether it remembers what it computed; a model that only makes embeddings does not.</summary>
    public bool HasMemory => _memory != 0;

    /// <summary>Computes the batch; 0 where that worked, otherwise llama.cpp's code.</summary>
    public int Decode() => LlamaApi.llama_decode(_context, Batch.Native);

    public int Sample(SamplerHandle chain, int index) => LlamaApi.llama_sampler_sample(chain, _context, index);

    /// <summary>Every token with the model's judgement of it, valid until the next call.</summary>
    public Candidates CandidatesAt(int index)
    {
        _candidates.Value.Fill(LlamaApi.llama_get_logits_ith(_context, index));
        return _candidates.Value;
    }

    /// <summary>Forgets a sequence's tokens from a position on. Some architectures can only forget everything.</summary>
    /// <returns>How many tokens are left.</returns>
    public int Keep(int sequence, int tokens)
    {
        if (tokens > 0 && LlamaApi.llama_memory_seq_rm(_memory, sequence, tokens, -1)) return tokens;
        LlamaApi.llama_memory_seq_rm(_memory, sequence, -1, -1);
        return 0;
    }

    /// <summary>Gives one sequence the first tokens of another.</summary>
    /// <returns>How many tokens the target holds then.</returns>
    public int Copy(int source, int target, int tokens)
    {
        LlamaApi.llama_memory_seq_rm(_memory, target, -1, -1);
        // With a cache per sequence only whole caches can be copied: a partial range ends the process.
        LlamaApi.llama_memory_seq_cp(_memory, source, target, -1, -1);
        return Keep(target, tokens);
    }

    public void Dispose()
    {
        Batch.Dispose();
        if (_candidates.IsValueCreated) _candidates.Value.Dispose();
        _context.Dispose();
    }
}
