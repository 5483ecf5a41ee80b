using System.Text.Json;

namespace Confab.Inference.Llama.Grammars;

/// <summary>The rules of <c>integer</c> and <c>number</c>.</summary>
static class NumberGrammar
{
    public static string From(GrammarRules rules, JsonElement schema, string path, bool isWhole)
    {
        var least = Least(schema, path, isWhole);
        var most = Most(schema, path, isWhole);
        if (least is null && most is null) return rules.Json(isWhole ? "integer" : "number");
        var (first, last) = (Whole(least ?? -NumberRange.Most, path), Whole(most ?? NumberRange.Most, path));
        if (first > last) throw new ArgumentException($"The JSON schema at {path} leaves no whole number between its bounds.");
        return rules.Add(isWhole ? "whole" : "decimal", isWhole ? NumberRange.Integers(first, last) : NumberRange.Decimals(first, last));
    }

    static decimal? Least(JsonElement schema, string path, bool isWhole)
    {
        var least = SchemaLimits.Bound(schema, "minimum", path);
        if (SchemaLimits.Bound(schema, "exclusiveMinimum", path) is not { } beyond) return Up(least);
        RequireWhole(isWhole, "exclusiveMinimum", path);
        return decimal.Max(Up(least) ?? decimal.MinValue, decimal.Floor(beyond) + 1);
    }

    static decimal? Most(JsonElement schema, string path, bool isWhole)
    {
        var most = SchemaLimits.Bound(schema, "maximum", path);
        if (SchemaLimits.Bound(schema, "exclusiveMaximum", path) is not { } beyond) return Down(most);
        RequireWhole(isWhole, "exclusiveMaximum", path);
        return decimal.Min(Down(most) ?? decimal.MaxValue, decimal.Ceiling(beyond) - 1);
    }

    static decimal? Up(decimal? bound) => bound is { } value ? decimal.Ceiling(value) : null;

    static decimal? Down(decimal? bound) => bound is { } value ? decimal.Floor(value) : null;

    static void RequireWhole(bool isWhole, string keyword, string path)
    {
        if (!isWhole) throw SchemaError.At(path, keyword, "is supported for integers only");
    }

    static long Whole(decimal bound, string path) => decimal.Abs(bound) <= NumberRange.Most
        ? (long)bound
        : throw new ArgumentException($"The JSON schema at {path} has a bound of more than 15 digits, {bound}, which is not supported.");
}
