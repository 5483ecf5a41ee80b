namespace Confab.TestModels;

/// <summary>A model of BERT's shape with random weights: it reads a text at once and makes an embedding of it.</summary>
static class EmbeddingModel
{
    const string Prefix = "bert";

    public static void Write(string path, TinyModelOptions shape)
    {
        var vocabulary = Words();
        var random = new SplitMix(shape.Seed);
        var file = new GgufWriter(shape.Omit);
        file.Add("general.architecture", Prefix);
        file.Add("general.name", "tiny-embedding");
        file.Add($"{Prefix}.context_length", shape.ContextLength);
        file.Add($"{Prefix}.embedding_length", shape.Width);
        file.Add($"{Prefix}.block_count", shape.Layers);
        file.Add($"{Prefix}.feed_forward_length", shape.FeedForward);
        file.Add($"{Prefix}.attention.head_count", shape.Heads);
        file.Add($"{Prefix}.attention.layer_norm_epsilon", 1e-6f);
        file.Add($"{Prefix}.attention.causal", false);
        file.Add($"{Prefix}.pooling_type", shape.PoolingType ?? 1);
        AddTokenizer(file, vocabulary);
        file.Add(Random("token_embd.weight", shape.Width, vocabulary.Count, 1));
        file.Add(Random("token_types.weight", shape.Width, 2, 0.1f));
        file.Add(Random("position_embd.weight", shape.Width, shape.ContextLength, 0.5f));
        AddNorm("token_embd_norm");
        for (var layer = 0; layer < shape.Layers; layer++) AddLayer($"blk.{layer}.");
        file.WriteTo(path);

        void AddLayer(string name)
        {
            foreach (var part in (string[])["attn_q", "attn_k", "attn_v", "attn_output"]) AddMatrix(name + part, shape.Width, shape.Width);
            AddNorm(name + "attn_output_norm");
            AddMatrix(name + "ffn_up", shape.Width, shape.FeedForward);
            AddMatrix(name + "ffn_down", shape.FeedForward, shape.Width);
            AddNorm(name + "layer_output_norm");
        }

        void AddMatrix(string name, int inputs, int outputs)
        {
            file.Add(Random(name + ".weight", inputs, outputs, 1 / MathF.Sqrt(inputs)));
            file.Add(Zeros(name + ".bias", outputs));
        }

        void AddNorm(string name)
        {
            file.Add(Tensor.Ones(name + ".weight", shape.Width));
            file.Add(Zeros(name + ".bias", shape.Width));
        }

        Tensor Random(string name, int inputs, int outputs, float scale) =>
            Tensor.Of(name, [inputs, outputs], shape.Weights, ModelFile.Normal(random, inputs * outputs, scale));
    }

    static Tensor Zeros(string name, int length) => Tensor.Of(name, [length], WeightType.F32, new float[length]);

    static void AddTokenizer(GgufWriter file, List<Token> vocabulary)
    {
        file.Add("tokenizer.ggml.model", "bert");
        file.Add("tokenizer.ggml.token_type_count", 2);
        file.Add("tokenizer.ggml.tokens", [.. vocabulary.Select(token => token.Text)]);
        file.Add("tokenizer.ggml.token_type", vocabulary.Select(token => (int)token.Type).ToArray());
        file.Add("tokenizer.ggml.padding_token_id", 0);
        file.Add("tokenizer.ggml.unknown_token_id", 1);
        file.Add("tokenizer.ggml.bos_token_id", 2);
        file.Add("tokenizer.ggml.seperator_token_id", 3);
        file.Add("tokenizer.ggml.mask_token_id", 4);
    }

    /// <summary>Every letter and digit, at a word's beginning (behind the sign for it) and inside of a word.</summary>
    static List<Token> Words()
    {
        var tokens = new List<Token>
        {
            new("[PAD]", 0, TokenType.Control), new("[UNK]", 0, TokenType.Unknown), new("[CLS]", 0, TokenType.Control),
            new("[SEP]", 0, TokenType.Control), new("[MASK]", 0, TokenType.Control),
        };
        foreach (var letter in "abcdefghijklmnopqrstuvwxyz0123456789.,!?")
        {
            tokens.Add(new($"\u2581{letter}", 0, TokenType.Normal));
            tokens.Add(new($"{letter}", 0, TokenType.Normal));
        }
        return tokens;
    }
}
