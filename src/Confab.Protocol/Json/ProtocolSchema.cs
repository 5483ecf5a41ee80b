using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;

namespace Confab.Protocol.Json;

/// <summary>The wire as one JSON schema with a definition per type; the page's TypeScript is made from it.</summary>
public sealed class ProtocolSchema
{
    readonly SortedDictionary<string, JsonNode> _definitions = new(StringComparer.Ordinal);

    public static string Export()
    {
        var schema = new ProtocolSchema().Build();
        return schema.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n";
    }

    JsonObject Build()
    {
        Define(typeof(Request));
        Define(typeof(ServerFrame));
        return new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "Wire",
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["required"] = new JsonArray("request", "frame"),
            ["properties"] = new JsonObject { ["request"] = ReferenceTo(typeof(Request)), ["frame"] = ReferenceTo(typeof(ServerFrame)) },
            ["$defs"] = new JsonObject(_definitions.Select(d => KeyValuePair.Create(d.Key, (JsonNode?)d.Value))),
        };
    }

    void Define(Type type) =>
        _definitions.TryAdd(type.Name, WireJson.Options.GetJsonSchemaAsNode(type, new JsonSchemaExporterOptions { TransformSchemaNode = Named }));

    // The exporter cannot look into our converters, and would write a type out wherever it is used.
    JsonNode Named(JsonSchemaExporterContext context, JsonNode schema)
    {
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        if (IsId(type) || type == typeof(DateTimeOffset)) return new JsonObject { ["type"] = "string" };
        if (schema is JsonObject found) Tidy(found);
        if (type.Assembly != typeof(Request).Assembly || context.Path.IsEmpty) return schema;

        if (!_definitions.ContainsKey(type.Name)) _definitions[type.Name] = schema.DeepClone();
        return ReferenceTo(type);
    }

    static bool IsId(Type type) =>
        type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IWireId<>));

    static JsonObject ReferenceTo(Type type) => new() { ["$ref"] = $"#/$defs/{type.Name}" };

    static void Tidy(JsonObject schema)
    {
        // A property without a value is left out of a frame, never sent as null.
        schema.Remove("default");
        if (schema["type"] is JsonArray types) schema["type"] = types.First(t => (string?)t != "null")!.DeepClone();
        if (schema["enum"] is JsonArray values) schema["enum"] = new JsonArray([.. values.Where(v => v is not null).Select(v => v!.DeepClone())]);
        // Nor what is in a list of ids: they are strings too.
        if ((string?)schema["type"] == "array" && schema["items"] is null) schema["items"] = new JsonObject { ["type"] = "string" };
        if (schema["properties"] is not JsonObject properties) return;

        if (properties["type"]?["const"] is not null) schema["required"] = new JsonArray(["type", .. (schema["required"] as JsonArray ?? []).Select(r => r!.DeepClone())]);
        // The exporter drops the type of a nullable id or time; on the wire they are strings.
        foreach (var (name, _) in properties.Where(p => p.Value is JsonObject o && o.All(x => x.Key == "default")).ToList())
            properties[name] = new JsonObject { ["type"] = "string" };
    }
}
