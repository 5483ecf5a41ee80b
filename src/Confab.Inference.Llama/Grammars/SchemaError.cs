namespace Confab.Inference.Llama.Grammars;

/// <summary>What an unusable schema is refused with: the keyword, where it stands, and why.</summary>
static class SchemaError
{
    public static ArgumentException At(string path, string keyword, string reason) =>
        new($"The JSON schema's '{keyword}' at {path} {reason}.");

    public static ArgumentException NotSupported(string path, string keyword) => At(path, keyword, "is not supported");
}
