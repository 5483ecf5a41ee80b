namespace Confab.Inference.Llama.Grammars;

/// <summary>The property names that are none of those that a schema has declared.</summary>
static class OtherNames
{
    const int LongestName = 256;

    /// <summary>Gives the rule of a name in its quotes. Its characters stand as they are: an escape could spell a declared name.</summary>
    public static string From(GrammarRules rules, IReadOnlyCollection<string> declared, string path)
    {
        if (declared.FirstOrDefault(name => name.Length > LongestName) is { } name)
            throw SchemaError.At(path, "additionalProperties", $"stands beside a name of {name.Length} characters, and at most {LongestName} are supported");
        return rules.Add("name", $"\"\\\"\" {After(rules, declared, 0)} \"\\\"\"");
    }

    /// <summary>What may follow where all of these names begin as what is written so far.</summary>
    static string After(GrammarRules rules, IReadOnlyCollection<string> names, int written)
    {
        var plain = rules.Json("plain");
        var longer = names.Where(name => name.Length > written).GroupBy(name => char.ConvertToUtf32(name, written)).ToArray();
        var nexts = CharacterSet.Of([.. longer.Select(group => (group.Key, group.Key))]);
        var choices = longer
            .Where(group => CharacterSet.Unescaped.Contains(group.Key))
            .Select(group => $"{CharacterSet.Of(group.Key).ToClass()} {After(rules, [.. group], written + (group.Key > 0xFFFF ? 2 : 1))}")
            .Append($"{CharacterSet.Unescaped.Without(nexts).ToClass()} {plain}*");
        // Only here may the name end, and only if it is not a declared one.
        if (names.All(name => name.Length != written)) choices = choices.Append("\"\"");
        return rules.Add("name", string.Join(" | ", choices));
    }
}
