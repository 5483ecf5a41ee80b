using System.Buffers.Binary;

namespace Confab.TestModels;

/// <summary>A model of a real one's shape, whose weights are drawn straight into their stored form.</summary>
static class BenchModel
{
    const int BlockBytes = 18;

    static readonly TinyModelOptions s_shape = new()
    {
        Layers = 24,
        Width = 896,
        Heads = 14,
        KvHeads = 2,
        FeedForward = 4864,
        ContextLength = 8192,
        Weights = WeightType.Q4_0,
    };

    public static void Write(string path, ulong seed)
    {
        var (width, hidden, layers) = (s_shape.Width, s_shape.FeedForward, s_shape.Layers);
        var vocabulary = Vocabulary.Large(32_000);
        var kvWidth = width / s_shape.Heads * s_shape.KvHeads;
        var residual = 1 / MathF.Sqrt(2 * layers);
        var file = ModelFile.Begin("bench-0.5b", s_shape, vocabulary);
        file.Add(Matrix("token_embd.weight", width, vocabulary.Count, 0.25f));
        for (var layer = 0; layer < layers; layer++)
        {
            var name = $"blk.{layer}.";
            file.Add(Tensor.Ones(name + "attn_norm.weight", width));
            file.Add(Matrix(name + "attn_q.weight", width, width, 2 / MathF.Sqrt(width)));
            file.Add(Matrix(name + "attn_k.weight", width, kvWidth, 2 / MathF.Sqrt(width)));
            file.Add(Matrix(name + "attn_v.weight", width, kvWidth, 1 / MathF.Sqrt(width)));
            file.Add(Matrix(name + "attn_output.weight", width, width, 2 * residual / MathF.Sqrt(width)));
            file.Add(Tensor.Ones(name + "ffn_norm.weight", width));
            file.Add(Matrix(name + "ffn_gate.weight", width, hidden, 1 / MathF.Sqrt(width)));
            file.Add(Matrix(name + "ffn_up.weight", width, hidden, 1 / MathF.Sqrt(width)));
            file.Add(Matrix(name + "ffn_down.weight", hidden, width, 2 * residual / MathF.Sqrt(hidden)));
        }
        file.Add(Tensor.Ones("output_norm.weight", width));
        file.Add(Matrix("output.weight", width, vocabulary.Count, 3 / MathF.Sqrt(width),
            // A row of zeros never wins against thousands of random ones: nothing unprintable is ever said.
            row => vocabulary[row].Type == TokenType.Normal));
        file.WriteTo(path);

        Tensor Matrix(string name, int inputs, int outputs, float deviation, Func<int, bool>? keepsRow = null) =>
            new(name, [inputs, outputs], WeightType.Q4_0, stream =>
            {
                var random = new SplitMix(name.Aggregate(seed, (hash, letter) => (hash ^ letter) * 1099511628211));
                var row = new byte[inputs / 32 * BlockBytes];
                for (var i = 0; i < outputs; i++)
                {
                    Fill(row, random, keepsRow?.Invoke(i) == false ? 0 : deviation);
                    stream.Write(row);
                }
            });
    }

    // Sixteen equally likely levels from -8 to 7 deviate by 4.6 scales.
    static void Fill(byte[] row, SplitMix random, float deviation)
    {
        random.Fill(row);
        var scale = (Half)(deviation / 4.6f);
        for (var block = 0; block < row.Length; block += BlockBytes)
            BinaryPrimitives.WriteHalfLittleEndian(row.AsSpan(block), scale);
    }
}
