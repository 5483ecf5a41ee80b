using System.Text.Json;

namespace Confab.Inference.Engines.OpenAi;

/// <summary>A model that an endpoint has.</summary>
/// <param name="Model">Its name there.</param>
/// <param name="ContextLength">The tokens that its context holds, where the endpoint tells.</param>
/// <param name="Owner">Whose it is, where the endpoint tells.</param>
public sealed record DiscoveredModel(string Model, int? ContextLength = null, string? Owner = null)
{
    const int MostModels = 10_000;

    internal static IReadOnlyList<DiscoveredModel>? ReadList(JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty("data", out var list)) return null;
        // Ollama without a model answers null.
        if (list.ValueKind == JsonValueKind.Null) return [];
        if (list.ValueKind != JsonValueKind.Array) return null;
        return [.. list.EnumerateArray().Select(Read).OfType<DiscoveredModel>().Take(MostModels)];
    }

    static DiscoveredModel? Read(JsonElement model) =>
        Property(model, "id") is { ValueKind: JsonValueKind.String } id
            ? new(id.GetString()!, ContextLengthOf(model), Property(model, "owned_by") is { ValueKind: JsonValueKind.String } owner ? owner.GetString() : null)
            : null;

    // The API itself has no word for it: vLLM, llama-server and OpenRouter each found their own.
    static int? ContextLengthOf(JsonElement model)
    {
        var length = Property(model, "max_model_len") ?? Property(model, "context_length")
            ?? (Property(model, "meta") is { } meta ? Property(meta, "n_ctx") ?? Property(meta, "n_ctx_train") : null);
        return length is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var tokens) && tokens > 0 ? tokens : null;
    }

    static JsonElement? Property(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;
}
