using System.Text.Json;

namespace Confab.Inference.Llama.Grammars;

/// <summary>The numbers that limit something in a schema.</summary>
static class SchemaLimits
{
    /// <summary>How many of something there may be; null as the most means without a limit.</summary>
    public static (int Least, int? Most) Counts(JsonElement schema, string leastKeyword, string mostKeyword, string path)
    {
        var least = Count(schema, leastKeyword, path) ?? 0;
        var most = Count(schema, mostKeyword, path);
        return most is null || least <= most
            ? (least, most)
            : throw SchemaError.At(path, leastKeyword, $"is {least} and larger than its '{mostKeyword}', {most}");
    }

    static int? Count(JsonElement schema, string keyword, string path)
    {
        if (!schema.TryGetProperty(keyword, out var value)) return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var count) && count is >= 0 and <= GrammarRules.MostRepetitions
            ? count
            : throw SchemaError.At(path, keyword, $"is {value}, and only 0 to {GrammarRules.MostRepetitions:N0} is supported");
    }

    /// <summary>A bound of a number; null where there is none.</summary>
    public static decimal? Bound(JsonElement schema, string keyword, string path)
    {
        if (!schema.TryGetProperty(keyword, out var value)) return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var bound)
            ? bound
            : throw SchemaError.At(path, keyword, $"is {value}, which is not a usable number");
    }
}
