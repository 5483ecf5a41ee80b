using System.Text.Encodings.Web;
using System.Text.Json;

namespace Confab.Inference.Llama.Grammars;

/// <summary>
/// Makes a grammar of a JSON schema (draft 2020-12), after the manner of llama.cpp's <c>json-schema-to-grammar.cpp</c>.
/// What fits the grammar fits the schema; the grammar may be narrower: object properties come in the schema's order, and
/// others only where <c>additionalProperties</c> asks for them. <c>oneOf</c> is taken as <c>anyOf</c>: its alternatives
/// are expected to exclude each other. Annotations and unknown keywords and formats mean nothing, as the standard says;
/// a keyword of the standard that has no grammar is refused.
/// </summary>
sealed class SchemaGrammar
{
    const int MostNested = 100;

    static readonly string[] s_unsupported =
    [
        "not", "if", "then", "else", "dependentRequired", "dependentSchemas", "dependencies", "patternProperties", "propertyNames",
        "minProperties", "maxProperties", "unevaluatedProperties", "unevaluatedItems", "prefixItems", "additionalItems", "contains",
        "minContains", "maxContains", "multipleOf", "$dynamicRef", "$recursiveRef",
    ];

    static readonly JsonSerializerOptions s_literal = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    readonly GrammarRules _rules = new();
    readonly SchemaReferences _references;
    readonly ObjectGrammar _objects;
    int _depth;

    SchemaGrammar(JsonElement root)
    {
        _references = new(root);
        _objects = new(_rules, Visit);
    }

    /// <summary>The grammar of any JSON value.</summary>
    public static string AnyJson()
    {
        var rules = new GrammarRules();
        rules.Define("root", rules.Json("value"));
        return rules.ToString();
    }

    /// <summary>The grammar of what fits a schema.</summary>
    /// <exception cref="ArgumentException">The schema is invalid, or asks for what a grammar cannot express.</exception>
    public static string From(JsonElement schema)
    {
        var grammar = new SchemaGrammar(schema);
        grammar._references.Name("#", "root");
        grammar._rules.Define("root", grammar.Visit(schema, "#"));
        return grammar._rules.ToString();
    }

    /// <summary>Gives the name of the rule of a part of the schema.</summary>
    string Visit(JsonElement schema, string path)
    {
        if (++_depth > MostNested) throw new ArgumentException($"The JSON schema is nested too deep at {path}.");
        var rule = schema.ValueKind switch
        {
            JsonValueKind.Object => VisitObject(schema, path),
            JsonValueKind.True => _rules.Json("value"),
            JsonValueKind.False => throw new ArgumentException($"The JSON schema allows nothing at {path}."),
            _ => throw new ArgumentException($"The JSON schema at {path} is neither an object nor true or false."),
        };
        _depth--;
        return rule;
    }

    string VisitObject(JsonElement schema, string path)
    {
        foreach (var keyword in s_unsupported)
            if (schema.TryGetProperty(keyword, out _)) throw SchemaError.NotSupported(path, keyword);
        if (schema.TryGetProperty("$ref", out var reference)) return Refer(schema, reference, path);
        if (schema.TryGetProperty("const", out var constant)) return Literals(schema, "const", [constant], path);
        if (schema.TryGetProperty("enum", out var values)) return Literals(schema, "enum", ArrayOf(values, path, "enum"), path);
        if (schema.TryGetProperty("allOf", out var all)) return VisitAll(schema, all, path);
        if (schema.TryGetProperty("anyOf", out var any)) return VisitAny(schema, "anyOf", any, path);
        if (schema.TryGetProperty("oneOf", out var one)) return VisitAny(schema, "oneOf", one, path);
        string[] types = [.. SchemaTypes.Of(schema, path)];
        return types.Length == 1 ? VisitType(types[0], schema, path) : Union(types.Select(type => VisitType(type, schema, path)));
    }

    string VisitType(string type, JsonElement schema, string path) => type switch
    {
        "any" => _rules.Json("value"),
        "object" => _objects.From(schema, path),
        "array" => VisitArray(schema, path),
        "string" => StringGrammar.From(_rules, schema, path),
        "integer" => NumberGrammar.From(_rules, schema, path, isWhole: true),
        "number" => NumberGrammar.From(_rules, schema, path, isWhole: false),
        _ => _rules.Json(type),
    };

    string VisitArray(JsonElement schema, string path)
    {
        if (schema.TryGetProperty("uniqueItems", out var unique) && unique.ValueKind == JsonValueKind.True)
            throw SchemaError.NotSupported(path, "uniqueItems");
        var (least, most) = SchemaLimits.Counts(schema, "minItems", "maxItems", path);
        var ws = _rules.Json("ws");
        if (most == 0) return _rules.Add("array", $"\"[\" {ws} \"]\"");
        var item = schema.TryGetProperty("items", out var items) ? Visit(items, $"{path}/items") : _rules.Json("value");
        var more = _rules.Add("item", $"\",\" {ws} {item} {ws}");
        var all = $"{item} {ws} {GrammarRules.Repeat(more, Math.Max(0, least - 1), most - 1)}";
        return _rules.Add("array", least == 0 ? $"\"[\" {ws} ({all})? \"]\"" : $"\"[\" {ws} {all} \"]\"");
    }

    string VisitAny(JsonElement schema, string keyword, JsonElement alternatives, string path) => Union(
        ArrayOf(alternatives, path, keyword).Select((alternative, i) =>
        {
            var at = $"{path}/{keyword}/{i}";
            return SchemaMerge.HasOwn(schema, keyword)
                ? Visit(SchemaMerge.Merge(schema, keyword, [_references.Follow(alternative, at)], path), at)
                : Visit(alternative, at);
        }));

    string VisitAll(JsonElement schema, JsonElement parts, string path)
    {
        var all = ArrayOf(parts, path, "allOf").Select((part, i) => _references.Follow(part, $"{path}/allOf/{i}"));
        return Visit(SchemaMerge.Merge(schema, "allOf", all, path), path);
    }

    string Refer(JsonElement schema, JsonElement reference, string path)
    {
        if (SchemaMerge.HasOwn(schema, "$ref")) throw SchemaError.At(path, "$ref", "has other keywords beside it, which is not supported");
        var pointer = SchemaReferences.PointerOf(reference, path);
        if (_references.RuleOf(pointer) is { } known) return known;
        var target = _references.Find(pointer, path);
        // Named before it is visited, because it may refer to itself.
        var name = _rules.Reserve("ref");
        _references.Name(pointer, name);
        _rules.Define(name, Visit(target, pointer));
        return name;
    }

    string Literals(JsonElement schema, string keyword, IEnumerable<JsonElement> values, string path)
    {
        var types = SchemaTypes.Of(schema, path).ToHashSet();
        var fitting = values.Where(value => types.Contains("any") || !schema.TryGetProperty("type", out _) || types.Overlaps(SchemaTypes.Of(value))).ToArray();
        return fitting.Length > 0
            ? Union(fitting.Select(value => GrammarRules.Literal(JsonSerializer.Serialize(value, s_literal))))
            : throw SchemaError.At(path, keyword, "has no value of its type");
    }

    string Union(IEnumerable<string> rules) => _rules.Add("choice", string.Join(" | ", rules.Distinct()));

    static JsonElement[] ArrayOf(JsonElement value, string path, string keyword) =>
        value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0
            ? [.. value.EnumerateArray()]
            : throw SchemaError.At(path, keyword, "has to be an array that is not empty");
}
