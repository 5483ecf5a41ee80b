using System.Text.Json;

namespace Confab.Inference.Llama.Grammars;

/// <summary>The rules of <c>string</c>: its length, its pattern, and the formats that have a grammar.</summary>
static class StringGrammar
{
    // After llama.cpp's json-schema-to-grammar.cpp. Other formats are annotations, as the standard has them.
    static readonly Dictionary<string, string> s_formats = new()
    {
        ["date"] = Date,
        ["time"] = Time,
        ["date-time"] = $"{Date} \"T\" {Time}",
        ["uuid"] = "[0-9a-fA-F]{8} \"-\" [0-9a-fA-F]{4} \"-\" [0-9a-fA-F]{4} \"-\" [0-9a-fA-F]{4} \"-\" [0-9a-fA-F]{12}",
    };

    // Narrower than the standard where its readers are: every day exists in every year, the year is one that .NET knows,
    // and so are the parts of a second and the distance from UTC.
    const string Date =
        """[1-9] [0-9]{3} "-" ("02-" ("0" [1-9] | "1" [0-9] | "2" [0-8]) | ("04" | "06" | "09" | "11") "-" ("0" [1-9] | [12] [0-9] | "30") | ("01" | "03" | "05" | "07" | "08" | "10" | "12") "-" ("0" [1-9] | [12] [0-9] | "3" [01]))""";

    const string Time =
        """([01] [0-9] | "2" [0-3]) ":" [0-5] [0-9] ":" [0-5] [0-9] ("." [0-9]{1,7})? ("Z" | [\x2B\x2D] ("0" [0-9] | "1" [0-3]) ":" [0-5] [0-9])""";

    const string Quote = "\"\\\"\"";

    public static string From(GrammarRules rules, JsonElement schema, string path)
    {
        var (least, most) = SchemaLimits.Counts(schema, "minLength", "maxLength", path);
        var isLimited = least > 0 || most is not null;
        if (schema.TryGetProperty("pattern", out var pattern))
        {
            if (pattern.ValueKind != JsonValueKind.String) throw SchemaError.At(path, "pattern", "is not a string");
            if (isLimited) throw SchemaError.At(path, "pattern", "beside a length is not supported; write the length into the pattern");
            return Quoted(PatternGrammar.From(rules, pattern.GetString()!, path));
        }
        if (FormatOf(schema) is { } format) return Quoted(format);
        return isLimited ? Quoted(GrammarRules.Repeat(rules.Json("char"), least, most)) : rules.Json("string");

        string Quoted(string content) => rules.Add("text", $"{Quote} {content} {Quote}");
    }

    static string? FormatOf(JsonElement schema) =>
        schema.TryGetProperty("format", out var format) && format.ValueKind == JsonValueKind.String
            ? s_formats.GetValueOrDefault(format.GetString()!)
            : null;
}
