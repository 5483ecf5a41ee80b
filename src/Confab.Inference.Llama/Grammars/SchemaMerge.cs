using System.Text.Json;
using System.Text.Json.Nodes;

namespace Confab.Inference.Llama.Grammars;

/// <summary>Makes one schema of several that have to hold together.</summary>
static class SchemaMerge
{
    static readonly HashSet<string> s_annotations =
    [
        "$schema", "$id", "$anchor", "$comment", "$defs", "definitions", "$vocabulary", "title", "description", "default", "examples",
        "deprecated", "readOnly", "writeOnly",
    ];

    /// <summary>Whether a schema says something of its own beside this keyword.</summary>
    public static bool HasOwn(JsonElement schema, string beside) =>
        schema.EnumerateObject().Any(property => property.Name != beside && !s_annotations.Contains(property.Name));

    /// <summary>A schema without one of its keywords, and with what the parts say.</summary>
    public static JsonElement Merge(JsonElement schema, string without, IEnumerable<JsonElement> parts, string path)
    {
        var merged = JsonObject.Create(schema)!.DeepClone().AsObject();
        merged.Remove(without);
        foreach (var part in parts)
        {
            if (part.ValueKind == JsonValueKind.True) continue;
            if (part.ValueKind != JsonValueKind.Object) throw SchemaError.At(path, without, "has a part that is not a schema which allows something");
            foreach (var (keyword, value) in JsonObject.Create(part)!) Add(merged, keyword, value, path);
        }
        return JsonSerializer.SerializeToElement(merged);
    }

    static void Add(JsonObject to, string keyword, JsonNode? value, string path)
    {
        if (s_annotations.Contains(keyword)) return;
        if (!to.TryGetPropertyValue(keyword, out var own)) to[keyword] = value?.DeepClone();
        else if (keyword == "required" && own is JsonArray names && value is JsonArray more) AddNames(names, more);
        else if (keyword == "properties" && own is JsonObject properties && value is JsonObject others)
        {
            foreach (var (name, schema) in others)
            {
                if (!properties.TryGetPropertyValue(name, out var same)) properties[name] = schema?.DeepClone();
                else if (!JsonNode.DeepEquals(same, schema)) throw Conflict($"properties/{name}", path);
            }
        }
        else if (!JsonNode.DeepEquals(own, value)) throw Conflict(keyword, path);
    }

    static void AddNames(JsonArray names, JsonArray more)
    {
        foreach (var name in more)
            if (!names.Any(known => JsonNode.DeepEquals(known, name))) names.Add(name?.DeepClone());
    }

    static ArgumentException Conflict(string keyword, string path) =>
        SchemaError.At(path, keyword, "is said twice and differently, which is not supported");
}
