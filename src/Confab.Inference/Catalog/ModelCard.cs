namespace Confab.Inference.Catalog;

/// <summary>What is known of a model without running it.</summary>
public sealed record ModelCard
{
    /// <summary>The name that requests choose it by, unique in its catalog.</summary>
    public required string Id { get; init; }

    /// <summary>The name that people read.</summary>
    public required string Name { get; init; }

    /// <summary>What runs it: <c>llama</c>, <c>openai</c>, <c>anthropic</c> or <c>intents</c>.</summary>
    public required string Engine { get; init; }

    /// <summary>The tokens that one prompt and its answer may hold together.</summary>
    public required int ContextLength { get; init; }

    /// <summary>How many generations it runs at once; further ones wait inside the engine.</summary>
    public required int Slots { get; init; }

    /// <summary>The form of its weights, such as <c>gguf</c>; null where it runs elsewhere.</summary>
    public string? Format { get; init; }

    /// <summary>The family of its network, such as <c>qwen2</c>.</summary>
    public string? Architecture { get; init; }

    /// <summary>How many weights it has.</summary>
    public long? Parameters { get; init; }

    /// <summary>How its weights are stored, such as <c>Q4_0</c>.</summary>
    public string? Quantisation { get; init; }

    /// <summary>Size of the weights in bytes.</summary>
    public long? SizeBytes { get; init; }

    /// <summary>The memory that it takes while it is loaded, in bytes, estimated; 0 where it runs elsewhere.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>What it can do: <c>chat</c>, <c>completion</c>, <c>embeddings</c>, <c>json</c> and what the operator adds.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = ["chat"];

    /// <summary>What its tokens cost.</summary>
    public ModelPrice Price { get; init; } = ModelPrice.Free;

    /// <summary>How good its answers are, 0 to 1, where the operator says so; otherwise judged by its size.</summary>
    public double? Quality { get; init; }

    /// <summary>Where it comes from: a file's path, or an endpoint's address.</summary>
    public string? Source { get; init; }

    /// <summary>Whether it writes text; an embedding model does not.</summary>
    public bool Writes => Can("chat") || Can("completion");

    /// <summary>Whether it has a capability.</summary>
    public bool Can(string capability) => Capabilities.Contains(capability, StringComparer.OrdinalIgnoreCase);
}
