using System.Globalization;
using System.Text;

namespace Confab.Inference.Llama.Grammars;

/// <summary>
/// The rules of a grammar in GBNF, the form that llama.cpp reads (its <c>grammars/README.md</c>). The rules of plain JSON
/// are brought in where they are named.
/// </summary>
sealed class GrammarRules
{
    /// <summary>What llama.cpp allows one rule to be repeated; above it a limit would silently be none.</summary>
    public const int MostRepetitions = 2000;

    // A grammar is unfolded in memory and every stream that uses it has its own: this is far more than people write.
    const int MostCharacters = 200_000;

    // After llama.cpp's json-schema-to-grammar.cpp. Characters are named by what they are and not by what they are not,
    // so that no half of a character outside of Unicode fits; an escape is never half of a surrogate pair.
    static readonly Dictionary<string, (string Body, string[] Needs)> s_json = new()
    {
        ["ws"] = (@"| "" "" | ""\n""{1,2} [ \t]{0,20}", []),
        ["hex"] = ("[0-9a-fA-F]", []),
        ["plain"] = (@"[\x20-\x21\x23-\x5B\x5D-\x7E\u0080-\uD7FF\uE000-\U0010FFFF]", []),
        ["unicode"] = (
            @"[0-9a-cA-CefEF] hex hex hex | [dD] [0-7] hex hex | [dD] [89abAB] hex hex ""\\u"" [dD] [c-fC-F] hex hex", ["hex"]),
        ["char"] = (@"plain | ""\\"" ([\x22\x5C\x2Fbfnrt] | ""u"" unicode)", ["plain", "unicode"]),
        ["string"] = (@"""\"""" char* ""\""""", ["char"]),
        ["integer"] = (@"""-""? (""0"" | [1-9] [0-9]{0,15})", []),
        ["number"] = (@"integer (""."" [0-9]{1,16})? ([eE] [\x2B\x2D]? [0-9]{1,2})?", ["integer"]),
        ["boolean"] = (@"""true"" | ""false""", []),
        ["null"] = (@"""null""", []),
        ["member"] = (@"string "":"" ws value ws", ["string", "ws", "value"]),
        ["object"] = (@"""{"" ws (member ("","" ws member)*)? ""}""", ["ws", "member"]),
        ["item"] = ("value ws", ["value", "ws"]),
        ["array"] = (@"""["" ws (item ("","" ws item)*)? ""]""", ["ws", "item"]),
        ["value"] = ("object | array | string | number | boolean | null", ["object", "array", "string", "number", "boolean", "null"]),
    };

    readonly Dictionary<string, string> _rules = [];
    int _length;

    /// <summary>A name for a rule that is defined later, because it may name itself.</summary>
    public string Reserve(string kind)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{kind}-{_rules.Count}");
        _rules.Add(name, "");
        return name;
    }

    public void Define(string name, string body)
    {
        _rules[name] = body;
        _length += name.Length + body.Length;
        if (_length > MostCharacters) throw new ArgumentException("The JSON schema is too large to be made a grammar.");
    }

    /// <summary>Adds a rule and gives its name, which can be repeated; a body that has alternatives cannot.</summary>
    public string Add(string kind, string body)
    {
        var name = Reserve(kind);
        Define(name, body);
        return name;
    }

    /// <summary>A rule of plain JSON by its name.</summary>
    public string Json(string name)
    {
        if (_rules.ContainsKey(name)) return name;
        var (body, needs) = s_json[name];
        Define(name, body);
        foreach (var need in needs) Json(need);
        return name;
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (name, body) in _rules) text.Append(name).Append(" ::= ").Append(body).Append('\n');
        return text.ToString();
    }

    /// <summary>A text that has to stand there as it is.</summary>
    public static string Literal(string text)
    {
        var literal = new StringBuilder("\"");
        foreach (var character in text)
        {
            if (character is '"' or '\\') literal.Append('\\').Append(character);
            else if (char.IsControl(character)) literal.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}");
            else literal.Append(character);
        }
        return literal.Append('"').ToString();
    }

    /// <summary>A rule so many times; null as the most means without a limit.</summary>
    public static string Repeat(string rule, int least, int? most) => (least, most) switch
    {
        (_, 0) => "\"\"",
        (1, 1) => rule,
        (0, 1) => rule + "?",
        (0, null) => rule + "*",
        (1, null) => rule + "+",
        _ => string.Create(CultureInfo.InvariantCulture, $"{rule}{{{least},{most}}}"),
    };
}
