using System.Text.Json;

namespace Confab.Inference.Llama.Grammars;

/// <summary>Which types of JSON a schema is about.</summary>
static class SchemaTypes
{
    static readonly string[] s_known = ["object", "array", "string", "integer", "number", "boolean", "null"];

    static readonly (string Keyword, string Type)[] s_hints =
    [
        ("properties", "object"), ("required", "object"), ("additionalProperties", "object"),
        ("items", "array"), ("minItems", "array"), ("maxItems", "array"),
        ("minLength", "string"), ("maxLength", "string"), ("pattern", "string"),
        ("minimum", "number"), ("maximum", "number"), ("exclusiveMinimum", "number"), ("exclusiveMaximum", "number"),
    ];

    /// <summary>The schema's types; where it names none, the one that its keywords are about, or <c>any</c>.</summary>
    public static IEnumerable<string> Of(JsonElement schema, string path)
    {
        if (!schema.TryGetProperty("type", out var type))
            return [s_hints.FirstOrDefault(hint => schema.TryGetProperty(hint.Keyword, out _)).Type ?? "any"];
        string[] types = type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(one => Known(one, path))] : [Known(type, path)];
        return types.Length > 0 ? types : throw SchemaError.At(path, "type", "is empty");
    }

    /// <summary>The types that a value is of.</summary>
    public static IEnumerable<string> Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => ["object"],
        JsonValueKind.Array => ["array"],
        JsonValueKind.String => ["string"],
        JsonValueKind.Number => value.TryGetDecimal(out var number) && decimal.IsInteger(number) ? ["integer", "number"] : ["number"],
        JsonValueKind.Null => ["null"],
        _ => ["boolean"],
    };

    static string Known(JsonElement type, string path) =>
        type.ValueKind == JsonValueKind.String && type.GetString() is { } name && s_known.Contains(name)
            ? name
            : throw SchemaError.At(path, "type", $"is {type}, and only {string.Join(", ", s_known)} are types");
}
