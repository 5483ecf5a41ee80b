using System.Text.Encodings.Web;
using System.Text.Json;

namespace Confab.Inference.Llama.Grammars;

/// <summary>The rules of an object: its properties in their order, the optional ones with or without, then any others.</summary>
sealed class ObjectGrammar(GrammarRules rules, Func<JsonElement, string, string> visit)
{
    static readonly JsonElement s_anything = JsonSerializer.SerializeToElement(true);

    static readonly JsonSerializerOptions s_name = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string From(JsonElement schema, string path)
    {
        var additional = AdditionalOf(schema);
        var required = RequiredOf(schema, path);
        var members = PropertiesOf(schema, path).Select(property => Member(property.Name, property.Value, $"{path}/properties/{property.Name}")).ToList();
        foreach (var name in required.Except(members.Select(member => member.Name)).ToArray())
        {
            if (additional.ValueKind == JsonValueKind.False) throw SchemaError.At(path, "required", $"names '{name}', which its 'additionalProperties' forbids");
            members.Add(Member(name, additional, $"{path}/required/{name}"));
        }
        if (members.Count == 0 && additional.ValueKind == JsonValueKind.True) return rules.Json("object");
        // Without a word about other properties none are written, once some are named: they would only lead astray.
        var others = additional.ValueKind != JsonValueKind.False && (schema.TryGetProperty("additionalProperties", out _) || members.Count == 0)
            ? Others(additional, [.. members.Select(member => member.Name)], path)
            : null;
        return rules.Add("object", $"\"{{\" {rules.Json("ws")} {Chain(members, required, others)} \"}}\"");
    }

    (string Name, string Rule) Member(string name, JsonElement schema, string path)
    {
        var ws = rules.Json("ws");
        var key = GrammarRules.Literal(JsonSerializer.Serialize(name, s_name) + ":");
        return (name, rules.Add("member", $"{key} {ws} {visit(schema, path)} {ws}"));
    }

    /// <summary>
    /// From the last member to the first, two rules each: what may follow where something stands before it already, and
    /// where nothing does. So the rules grow with the members and not with their combinations.
    /// </summary>
    string Chain(List<(string Name, string Rule)> members, HashSet<string> required, string? others)
    {
        var comma = $"\",\" {rules.Json("ws")}";
        var after = others is null ? "\"\"" : rules.Add("more", $"({comma} {others})*");
        var first = others is null ? "\"\"" : rules.Add("first", $"({others} {after})?");
        for (var i = members.Count - 1; i >= 0; i--)
        {
            var (name, rule) = members[i];
            var isRequired = required.Contains(name);
            first = rules.Add("first", isRequired ? $"{rule} {after}" : $"{rule} {after} | {first}");
            after = rules.Add("after", isRequired ? $"{comma} {rule} {after}" : $"({comma} {rule})? {after}");
        }
        return first;
    }

    string Others(JsonElement schema, string[] declared, string path)
    {
        var (ws, value) = (rules.Json("ws"), visit(schema, $"{path}/additionalProperties"));
        var key = declared.Length > 0 ? OtherNames.From(rules, declared, path) : rules.Json("string");
        return rules.Add("other", $"{key} \":\" {ws} {value} {ws}");
    }

    static JsonProperty[] PropertiesOf(JsonElement schema, string path)
    {
        if (!schema.TryGetProperty("properties", out var properties)) return [];
        return properties.ValueKind == JsonValueKind.Object ? [.. properties.EnumerateObject()] : throw SchemaError.At(path, "properties", "is not an object");
    }

    static HashSet<string> RequiredOf(JsonElement schema, string path)
    {
        if (!schema.TryGetProperty("required", out var names)) return [];
        return names.ValueKind == JsonValueKind.Array && names.EnumerateArray().All(name => name.ValueKind == JsonValueKind.String)
            ? [.. names.EnumerateArray().Select(name => name.GetString()!)]
            : throw SchemaError.At(path, "required", "is not an array of names");
    }

    static JsonElement AdditionalOf(JsonElement schema) =>
        schema.TryGetProperty("additionalProperties", out var additional) ? additional : s_anything;
}
