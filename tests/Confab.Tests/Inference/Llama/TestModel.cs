using Confab.Inference.Catalog;
using Confab.Inference.Llama;
using Confab.TestModels;

namespace Confab.Tests.Inference.Llama;

/// <summary>A model file in a folder of its own, removed with the test that made it.</summary>
sealed class TestModel : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("confab-model-").FullName;

    TestModel(string name) => Path = System.IO.Path.Combine(_folder, name);

    public string Path { get; }

    public int ScriptTokens { get; private set; }

    public static TestModel At(string name = "tiny.gguf") => new(name);

    public static TestModel Scripted(string text, TinyModelOptions? options = null)
    {
        var file = new TestModel("tiny.gguf");
        file.ScriptTokens = TinyModel.WriteScripted(file.Path, text, options);
        return file;
    }

    public static TestModel Endless(TinyModelOptions? options = null)
    {
        var file = new TestModel("tiny.gguf");
        TinyModel.Write(file.Path, (options ?? new()) with { PrintableOnly = true });
        return file;
    }

    /// <summary>Says anything at all: half characters and control tokens too.</summary>
    public static TestModel Wild(TinyModelOptions? options = null)
    {
        var file = new TestModel("tiny.gguf");
        TinyModel.Write(file.Path, options);
        return file;
    }

    /// <summary>Makes embeddings and nothing else.</summary>
    public static TestModel Embedding(TinyModelOptions? options = null)
    {
        var file = new TestModel("tiny.gguf");
        TinyModel.WriteEmbedding(file.Path, options);
        return file;
    }

    public Task<Model> LoadAsync(LlamaOptions? options = null) =>
        LlamaEngine.LoadAsync(Path, (options ?? new()) with { Threads = 1 });

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
