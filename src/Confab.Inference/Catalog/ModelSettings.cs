using System.Text.Json;
using System.Text.Json.Serialization;

namespace Confab.Inference.Catalog;

/// <summary>
/// What a file <c>models/NAME.json</c> says. Beside a <c>NAME.gguf</c> it says how to run those weights; alone it names a model
/// behind an endpoint.
/// </summary>
public sealed record ModelSettings
{
    /// <summary>What runs it: <c>llama</c>, <c>openai</c> or <c>anthropic</c>. Null: <c>llama</c> beside weights, else <c>openai</c>.</summary>
    public string? Engine { get; init; }

    /// <summary>The name that people read.</summary>
    public string? Name { get; init; }

    /// <summary>Where the endpoint's API begins, such as <c>http://localhost:11434/v1</c>; the service's own where null.</summary>
    public Uri? Address { get; init; }

    /// <summary>The model's name at the endpoint; the file's name where null.</summary>
    public string? Model { get; init; }

    /// <summary>The environment variable that holds the endpoint's key.</summary>
    public string? KeyVariable { get; init; }

    /// <summary>Tokens that prompt and answer may hold together.</summary>
    public int? ContextLength { get; init; }

    /// <summary>Answers that it writes at once.</summary>
    public int? Slots { get; init; }

    /// <summary>What it can do, in place of what is known or assumed.</summary>
    public IReadOnlyList<string>? Capabilities { get; init; }

    /// <summary>What its tokens cost.</summary>
    public ModelPrice? Price { get; init; }

    /// <summary>How good its answers are, 0 to 1.</summary>
    public double? Quality { get; init; }

    /// <summary>Layers to keep on a GPU.</summary>
    public int? GpuLayers { get; init; }

    /// <exception cref="InvalidDataException">It is no such file; the message says why.</exception>
    internal static ModelSettings Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), ModelSettingsJson.Default.ModelSettings)
                ?? throw new InvalidDataException($"{Path.GetFileName(path)} holds null, not settings.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{Path.GetFileName(path)} cannot be read: {e.Message}", e);
        }
    }
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true)]
[JsonSerializable(typeof(ModelSettings))]
sealed partial class ModelSettingsJson : JsonSerializerContext;
