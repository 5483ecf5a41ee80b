namespace Confab.TestModels;

/// <summary>Writes small GGUF models that llama.cpp runs like any other.</summary>
public static class TinyModel
{
    /// <summary>The chat template that most small models use.</summary>
    public const string ChatMl =
        "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}" +
        "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";

    // Large beside everything else that is added up for a token, so that it decides.
    const float Loud = 12;

    /// <summary>Writes a model with random weights.</summary>
    public static void Write(string path, TinyModelOptions? options = null)
    {
        var shape = options ?? new TinyModelOptions();
        var vocabulary = Vocabulary.Words();
        var random = new SplitMix(shape.Seed);
        // Small beside what the layers add, so that the whole prompt decides and not its last token alone.
        var embedding = ModelFile.Normal(random, vocabulary.Count * shape.Width, 0.25f);
        var output = ModelFile.Normal(random, vocabulary.Count * shape.Width);
        if (shape.PrintableOnly) SilenceUnprintable(vocabulary, embedding, output, shape.Width);

        var file = ModelFile.Begin($"tiny-random-{shape.Seed}", shape, vocabulary);
        file.Add(Tensor.Of("token_embd.weight", [shape.Width, vocabulary.Count], shape.Weights, embedding));
        ModelFile.AddLayers(file, shape, random, strength: 1, sparesFirst: shape.PrintableOnly);
        file.Add(Tensor.Of("output.weight", [shape.Width, vocabulary.Count], shape.Weights, output));
        file.WriteTo(path);
    }

    /// <summary>
    /// Writes a model that answers every prompt with exactly this text and then ends, when it is asked without
    /// randomness (temperature 0).
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="text">The answer; any Unicode text, but not empty.</param>
    /// <param name="options">The shape; its context is made long enough for the answer and 2,048 tokens of prompt.</param>
    /// <returns>How many tokens the answer has.</returns>
    public static int WriteScripted(string path, string text, TinyModelOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        var script = Script.Cut(text);
        var shape = options ?? new TinyModelOptions();
        shape = shape with { ContextLength = Math.Max(shape.ContextLength, script.Count + 2048) };
        var letters = Vocabulary.Letters();
        Token[] vocabulary = [.. letters, .. script];
        var random = new SplitMix(shape.Seed);
        var embedding = ModelFile.Normal(random, vocabulary.Length * shape.Width);
        var output = Chain(embedding, letters.Count, vocabulary.Length, shape.Width, random);

        var file = ModelFile.Begin("tiny-scripted", shape, vocabulary);
        file.Add(Tensor.Of("token_embd.weight", [shape.Width, vocabulary.Length], shape.Weights, embedding));
        ModelFile.AddLayers(file, shape, random, strength: 0.02f, sparesFirst: true);
        file.Add(Tensor.Of("output.weight", [shape.Width, vocabulary.Length], shape.Weights, output));
        file.WriteTo(path);
        return script.Count;
    }

    /// <summary>Writes a model of BERT's shape with random weights, which makes embeddings and cannot answer.</summary>
    public static void WriteEmbedding(string path, TinyModelOptions? options = null) =>
        EmbeddingModel.Write(path, options ?? new TinyModelOptions { ContextLength = 128 });

    /// <summary>
    /// Writes a model of the 0.5-billion shape (24 layers, 896 wide, 32,000 tokens, Q4_0, about 240 MB), as fast to run
    /// as a real one. What it says is nonsense that never ends.
    /// </summary>
    public static void WriteBench(string path, ulong seed = 1) => BenchModel.Write(path, seed);

    /// <summary>
    /// Each token of the script makes the next one loud. Every other token, and so the end of any prompt, carries a
    /// constant that makes the first one loud.
    /// </summary>
    static float[] Chain(float[] embedding, int first, int count, int width, SplitMix random)
    {
        var output = ModelFile.Normal(random, embedding.Length, 0.01f);
        for (var token = 0; token < count; token++) embedding[token * width] = token < first ? Loud : 0;
        for (var token = 0; token < count; token++) output[token * width] = 0;
        output[first * width] = Loud;
        for (var token = first; token < count; token++)
        {
            var next = token + 1 < count ? token + 1 : Vocabulary.End;
            for (var i = 1; i < width; i++) output[next * width + i] += embedding[token * width + i];
        }
        return output;
    }

    static void SilenceUnprintable(List<Token> vocabulary, float[] embedding, float[] output, int width)
    {
        for (var token = 0; token < vocabulary.Count; token++)
        {
            embedding[token * width] = 2;
            output[token * width] = vocabulary[token].Type == TokenType.Normal ? 0 : -80;
        }
    }
}
