using Confab.Inference.Llama.Decoding;
using Confab.Inference.Llama.Native;

namespace Confab.Inference.Llama.Embeddings;

/// <summary>Computes the embeddings of several texts at once, in memory of its own beside the answering of the same model.</summary>
sealed unsafe class EmbeddingContext(ContextHandle context, int tokenCapacity, int width) : IDisposable
{
    /// <summary>Texts that are computed together at most.</summary>
    public const int MostTexts = 16;

    readonly nint _memory = LlamaApi.llama_get_memory(context);
    readonly TokenBatch _batch = new(tokenCapacity);

    /// <summary>The normalised embeddings of the texts that these tokens spell.</summary>
    /// <exception cref="DecodeFailedException">llama.cpp could not compute them.</exception>
    public float[][] Compute(ReadOnlySpan<int[]> texts)
    {
        _batch.Clear();
        for (var text = 0; text < texts.Length; text++)
            for (var position = 0; position < texts[text].Length; position++)
                _batch.Add(texts[text][position], position, text, wantsOutput: true);
        if (_memory != 0) LlamaApi.llama_memory_clear(_memory, data: false);
        var code = _memory == 0 ? LlamaApi.llama_encode(context, _batch.Native) : LlamaApi.llama_decode(context, _batch.Native);
        if (code != 0) throw new DecodeFailedException(code);
        var embeddings = new float[texts.Length][];
        for (var text = 0; text < embeddings.Length; text++) embeddings[text] = Normalised(LlamaApi.llama_get_embeddings_seq(context, text));
        return embeddings;
    }

    public void Dispose()
    {
        _batch.Dispose();
        context.Dispose();
    }

    float[] Normalised(float* found)
    {
        if (found is null) throw new DecodeFailedException("it gave no embedding");
        var numbers = new ReadOnlySpan<float>(found, width).ToArray();
        var length = Math.Sqrt(numbers.Sum(number => (double)number * number));
        for (var i = 0; i < numbers.Length && length > 0; i++) numbers[i] = (float)(numbers[i] / length);
        return numbers;
    }
}
