using System.Runtime.InteropServices;

namespace Confab.Inference.Llama.Native;

/// <summary>The tokens of one decoding step, in memory that llama.cpp reads directly.</summary>
sealed unsafe class TokenBatch : IDisposable
{
    readonly int _capacity;
    NativeBatch _batch;
    int* _sequenceIds;

    public TokenBatch(int capacity)
    {
        _capacity = capacity;
        _sequenceIds = Allocate<int>();
        _batch = new NativeBatch
        {
            Tokens = Allocate<int>(),
            Positions = Allocate<int>(),
            SequenceCounts = Allocate<int>(),
            Sequences = (int**)Allocate<nint>(),
            Outputs = Allocate<sbyte>(),
        };
        for (var i = 0; i < capacity; i++)
        {
            _batch.SequenceCounts[i] = 1;
            _batch.Sequences[i] = _sequenceIds + i;
        }
    }

    public int Count => _batch.TokenCount;

    public NativeBatch Native => _batch;

    public void Clear() => _batch.TokenCount = 0;

    /// <summary>Adds a token and returns its index, by which its output is read.</summary>
    public int Add(int token, int position, int sequence, bool wantsOutput)
    {
        if (_batch.TokenCount == _capacity) throw new InvalidOperationException("The batch is full.");
        var index = _batch.TokenCount++;
        _batch.Tokens[index] = token;
        _batch.Positions[index] = position;
        _sequenceIds[index] = sequence;
        _batch.Outputs[index] = wantsOutput ? (sbyte)1 : (sbyte)0;
        return index;
    }

    public void Dispose()
    {
        NativeMemory.Free(_batch.Tokens);
        NativeMemory.Free(_batch.Positions);
        NativeMemory.Free(_batch.SequenceCounts);
        NativeMemory.Free(_batch.Sequences);
        NativeMemory.Free(_batch.Outputs);
        NativeMemory.Free(_sequenceIds);
        _batch = default;
        _sequenceIds = null;
    }

    T* Allocate<T>() where T : unmanaged => (T*)NativeMemory.AllocZeroed((nuint)_capacity, (nuint)sizeof(T));
}
