using Confab.TestModels;

namespace Confab.Bench.Decode;

/// <summary>The model files, written once and kept in the machine's temporary folder.</summary>
static class BenchModelFile
{
    public static string HalfBillion() => Once("confab-bench-0.5b.gguf", path => TinyModel.WriteBench(path));

    /// <summary>A tenth of the work: for a quick look, not for figures.</summary>
    public static string Small() => Once("confab-bench-small.gguf", path => TinyModel.Write(path, new TinyModelOptions
    {
        Layers = 8,
        Width = 512,
        Heads = 8,
        KvHeads = 2,
        FeedForward = 1536,
        ContextLength = 8192,
        Weights = WeightType.Q4_0,
        PrintableOnly = true,
    }));

    static string Once(string name, Action<string> write)
    {
        var path = Path.Combine(Path.GetTempPath(), name);
        if (File.Exists(path)) return path;
        Console.Error.WriteLine($"writing {path}");
        write(path + ".part");
        File.Move(path + ".part", path);
        return path;
    }
}
