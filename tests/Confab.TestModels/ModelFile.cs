namespace Confab.TestModels;

/// <summary>The metadata and the layers that every test model has.</summary>
static class ModelFile
{
    public static GgufWriter Begin(string name, TinyModelOptions shape, IReadOnlyList<Token> vocabulary)
    {
        var file = new GgufWriter(shape.Omit);
        var prefix = shape.Architecture;
        file.Add("general.architecture", shape.Architecture);
        file.Add("general.name", name);
        file.Add($"{prefix}.context_length", shape.ContextLength);
        file.Add($"{prefix}.embedding_length", shape.Width);
        file.Add($"{prefix}.block_count", shape.Layers);
        file.Add($"{prefix}.feed_forward_length", shape.FeedForward);
        file.Add($"{prefix}.attention.head_count", shape.Heads);
        file.Add($"{prefix}.attention.head_count_kv", shape.KvHeads);
        file.Add($"{prefix}.attention.layer_norm_rms_epsilon", 1e-5f);
        file.Add($"{prefix}.rope.dimension_count", shape.Width / shape.Heads);
        file.Add($"{prefix}.vocab_size", vocabulary.Count);
        if (shape.FileType is { } type) file.Add("general.file_type", type);
        if (shape.PoolingType is { } pooling) file.Add($"{prefix}.pooling_type", pooling);
        AddTokenizer(file, vocabulary);
        if (shape.ChatTemplate is not null) file.Add("tokenizer.chat_template", shape.ChatTemplate);
        return file;
    }

    /// <summary>Adds the layers. They read everything, and write <paramref name="strength"/> of what they find.</summary>
    /// <param name="file">The file.</param>
    /// <param name="shape">The model's shape.</param>
    /// <param name="random">The source of the weights.</param>
    /// <param name="strength">How much the layers change what passes through them.</param>
    /// <param name="sparesFirst">The layers leave the first number alone, so that it carries a constant through them.</param>
    public static void AddLayers(GgufWriter file, TinyModelOptions shape, SplitMix random, float strength, bool sparesFirst)
    {
        var (width, hidden) = (shape.Width, shape.FeedForward);
        var kvWidth = width / shape.Heads * shape.KvHeads;
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            var name = $"blk.{layer}.";
            file.Add(Tensor.Ones(name + "attn_norm.weight", width));
            file.Add(Matrix(name + "attn_q.weight", width, width, 1));
            file.Add(Matrix(name + "attn_k.weight", width, kvWidth, 1));
            file.Add(Matrix(name + "attn_v.weight", width, kvWidth, 1));
            file.Add(Matrix(name + "attn_output.weight", width, width, strength, sparesFirst));
            file.Add(Tensor.Ones(name + "ffn_norm.weight", width));
            file.Add(Matrix(name + "ffn_gate.weight", width, hidden, 1));
            file.Add(Matrix(name + "ffn_up.weight", width, hidden, 1));
            file.Add(Matrix(name + "ffn_down.weight", hidden, width, strength, sparesFirst));
        }
        file.Add(Tensor.Ones("output_norm.weight", width));

        Tensor Matrix(string name, int inputs, int outputs, float scale, bool withoutFirst = false)
        {
            var values = Normal(random, inputs * outputs, scale / MathF.Sqrt(width));
            if (withoutFirst) values.AsSpan(0, inputs).Clear();
            return Tensor.Of(name, [inputs, outputs], shape.Weights, values);
        }
    }

    public static float[] Normal(SplitMix random, int count, float scale = 1)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++) values[i] = random.NextNormal() * scale;
        return values;
    }

    static void AddTokenizer(GgufWriter file, IReadOnlyList<Token> vocabulary)
    {
        file.Add("tokenizer.ggml.model", "llama");
        file.Add("tokenizer.ggml.tokens", [.. vocabulary.Select(token => token.Text)]);
        file.Add("tokenizer.ggml.scores", vocabulary.Select(token => token.Score).ToArray());
        file.Add("tokenizer.ggml.token_type", vocabulary.Select(token => (int)token.Type).ToArray());
        file.Add("tokenizer.ggml.unknown_token_id", 0);
        file.Add("tokenizer.ggml.bos_token_id", 1);
        file.Add("tokenizer.ggml.eos_token_id", Vocabulary.End);
        file.Add("tokenizer.ggml.add_bos_token", true);
        file.Add("tokenizer.ggml.add_space_prefix", false);
    }
}
