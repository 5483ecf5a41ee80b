using System.Globalization;
using System.Text.Json;

namespace Confab.Inference.Llama.Grammars;

/// <summary>What a schema's <c>$ref</c> point at (JSON pointers within the schema), and the rules made of it.</summary>
sealed class SchemaReferences(JsonElement root)
{
    const int MostSteps = 50;

    readonly Dictionary<string, string> _rules = [];

    public static string PointerOf(JsonElement reference, string path)
    {
        if (reference.ValueKind == JsonValueKind.String && reference.GetString() is ['#', .. var rest] && (rest.Length == 0 || rest[0] == '/'))
            return "#" + Uri.UnescapeDataString(rest);
        throw SchemaError.At(path, "$ref", $"is {reference}, and only places within the schema are supported, such as #/$defs/name");
    }

    public void Name(string pointer, string rule) => _rules.Add(pointer, rule);

    public string? RuleOf(string pointer) => _rules.GetValueOrDefault(pointer);

    public JsonElement Find(string pointer, string path)
    {
        var found = root;
        foreach (var part in pointer.Split('/').Skip(1))
        {
            var name = part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (Step(found, name) is not { } next) throw SchemaError.At(path, "$ref", $"is {pointer}, and there is nothing");
            found = next;
        }
        return found;
    }

    /// <summary>The schema itself, or what it refers to where it is nothing but a reference.</summary>
    public JsonElement Follow(JsonElement schema, string path)
    {
        for (var steps = 0; schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("$ref", out var reference); steps++)
        {
            if (steps > MostSteps) throw SchemaError.At(path, "$ref", "leads in a circle");
            if (SchemaMerge.HasOwn(schema, "$ref")) throw SchemaError.At(path, "$ref", "has other keywords beside it, which is not supported");
            schema = Find(PointerOf(reference, path), path);
        }
        return schema;
    }

    static JsonElement? Step(JsonElement from, string name)
    {
        if (from.ValueKind == JsonValueKind.Object) return from.TryGetProperty(name, out var property) ? property : null;
        if (from.ValueKind != JsonValueKind.Array || !int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index)) return null;
        return index < from.GetArrayLength() ? from[index] : null;
    }
}
