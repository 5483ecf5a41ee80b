namespace Confab.Inference.Llama;

/// <summary>A model file cannot be used; the message is one line that says why.</summary>
public sealed class ModelLoadException(string path, string reason)
    : InvalidOperationException($"Cannot load '{System.IO.Path.GetFileName(path)}': {reason}")
{
    /// <summary>The file.</summary>
    public string Path { get; } = path;

    /// <summary>Why, without the file's name.</summary>
    public string Reason { get; } = reason;
}
