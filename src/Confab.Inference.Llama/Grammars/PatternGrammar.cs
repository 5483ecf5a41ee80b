using System.Globalization;

namespace Confab.Inference.Llama.Grammars;

/// <summary>
/// The content of a JSON string that fits a regular expression: literals, classes, groups, choices and repetition.
/// Whatever looks around, back or at word borders has no grammar and is refused.
/// </summary>
sealed class PatternGrammar
{
    static readonly CharacterSet s_ascii = CharacterSet.Of((0, 0x7E));
    static readonly CharacterSet s_digits = CharacterSet.Of(('0', '9'));
    static readonly CharacterSet s_word = CharacterSet.Of(('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z'));
    static readonly CharacterSet s_space = CharacterSet.Of(('\t', '\r'), (' ', ' '));
    static readonly CharacterSet s_anyButLineEnd = CharacterSet.All.Without(CharacterSet.Of(('\n', '\n'), ('\r', '\r')));

    readonly GrammarRules _rules;
    readonly string _path;
    readonly string _pattern;
    int _at;
    int _end;

    PatternGrammar(GrammarRules rules, string pattern, string path)
    {
        _rules = rules;
        _pattern = pattern;
        _path = path;
        _end = pattern.Length;
    }

    /// <summary>Gives the string's content, without its quotes.</summary>
    /// <exception cref="ArgumentException">The pattern is none, or one that no grammar can express.</exception>
    public static string From(GrammarRules rules, string pattern, string path) => new PatternGrammar(rules, pattern, path).Whole();

    string Whole()
    {
        var isFromStart = _pattern.StartsWith('^');
        // Behind an odd number of '\' it is only a '$'.
        var isToEnd = _pattern.EndsWith('$') && (_end - 1 - _pattern.AsSpan(0, _end - 1).TrimEnd('\\').Length) % 2 == 0;
        if (isFromStart) _at++;
        if (isToEnd) _end--;
        var (body, choices) = Choices(depth: 0);
        if (_at < _end) throw Unusable("has a ')' too many");
        if (choices > 1 && isFromStart != isToEnd) throw Unusable("anchors only one of its alternatives");
        if (choices > 1 && isFromStart) throw Unusable("has alternatives beside '^' and '$'; put them into a group");
        var anything = GrammarRules.Repeat(_rules.Json("char"), 0, null);
        return $"{(isFromStart ? "" : anything)} ({body}) {(isToEnd ? "" : anything)}".Trim();
    }

    (string Body, int Count) Choices(int depth)
    {
        if (depth > 50) throw Unusable("is nested too deep");
        var choices = new List<string> { Sequence(depth) };
        while (Take('|')) choices.Add(Sequence(depth));
        return (string.Join(" | ", choices), choices.Count);
    }

    string Sequence(int depth)
    {
        var parts = new List<string>();
        while (_at < _end && _pattern[_at] is not ('|' or ')')) parts.Add(Repeated(Atom(depth)));
        return parts.Count > 0 ? string.Join(' ', parts) : "\"\"";
    }

    string Atom(int depth)
    {
        var character = _pattern[_at++];
        switch (character)
        {
            case '(': return Group(depth);
            case '[': return Set(Class());
            case '.': return Set(s_anyButLineEnd);
            case '\\': return Set(Escaped());
            case '^' or '$': throw Unusable($"has '{character}' in its middle");
            case '*' or '+' or '?' or '{': throw Unusable($"repeats nothing with '{character}'");
        }
        if (!char.IsHighSurrogate(character) || _at == _end) return Set(CharacterSet.Of(character));
        return Set(CharacterSet.Of(char.ConvertToUtf32(character, _pattern[_at++])));
    }

    string Group(int depth)
    {
        if (Take('?') && !Take(':')) throw Unusable("has a group that looks around or has a name");
        var (body, _) = Choices(depth + 1);
        return Take(')') ? _rules.Add("group", body) : throw Unusable("has a '(' without its ')'");
    }

    string Repeated(string atom)
    {
        if (_at == _end) return atom;
        switch (_pattern[_at])
        {
            case '*': return Quantified(atom, 0, null);
            case '+': return Quantified(atom, 1, null);
            case '?': return Quantified(atom, 0, 1);
            case '{': break;
            default: return atom;
        }
        var close = _pattern.IndexOf('}', _at);
        if (close < 0 || close >= _end) throw Unusable("has a '{' without its '}'");
        var numbers = _pattern[(_at + 1)..close].Split(',');
        _at = close;
        var least = Number(numbers[0]);
        int? most = numbers switch
        {
            [_] => least,
            [_, ""] => null,
            [_, var number] => Number(number),
            _ => throw Unusable("has a count that is none"),
        };
        if (most < least) throw Unusable("has a count whose end is before its beginning");
        return Quantified(atom, least, most);
    }

    string Quantified(string atom, int least, int? most)
    {
        _at++;
        // Taking as little as possible, and not as much, changes what is found and not what fits.
        Take('?');
        if (_at < _end && _pattern[_at] is '+' or '*') throw Unusable("repeats a repetition");
        return GrammarRules.Repeat(IsRule(atom) ? atom : _rules.Add("repeated", atom), least, most);
    }

    int Number(string digits) => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= GrammarRules.MostRepetitions
        ? number
        : throw Unusable($"has the count '{digits}', and only 0 to {GrammarRules.MostRepetitions:N0} is possible");

    CharacterSet Class()
    {
        var isNegated = Take('^');
        var set = CharacterSet.Of();
        while (!Take(']'))
        {
            var first = ClassPart();
            set = set.With(Take('-') ? Range(first) : first.Set);
        }
        return isNegated ? CharacterSet.All.Without(set) : set;
    }

    CharacterSet Range((CharacterSet Set, int? Character) first)
    {
        // A '-' at the end of a class is only a '-'.
        if (_at < _end && _pattern[_at] == ']') return first.Set.With(CharacterSet.Of('-'));
        var last = ClassPart();
        return first.Character is { } low && last.Character is { } high && low <= high
            ? CharacterSet.Of((low, high))
            : throw Unusable("has a range in a class that is none");
    }

    (CharacterSet Set, int? Character) ClassPart()
    {
        if (_at == _end) throw Unusable("has a '[' without its ']'");
        var character = (int)_pattern[_at++];
        if (character == '\\')
        {
            var set = Escaped();
            return (set, set.Single);
        }
        if (char.IsHighSurrogate((char)character) && _at < _end) character = char.ConvertToUtf32((char)character, _pattern[_at++]);
        return (CharacterSet.Of(character), character);
    }

    CharacterSet Escaped()
    {
        if (_at == _end) throw Unusable("ends with a '\\'");
        var character = _pattern[_at++];
        return character switch
        {
            'd' => s_digits,
            'w' => s_word,
            's' => s_space,
            // Beyond ASCII the dialects of regular expressions disagree; what all of them accept is enough.
            'D' => s_ascii.Without(s_digits),
            'W' => s_ascii.Without(s_word),
            'S' => s_ascii.Without(s_space),
            'n' => CharacterSet.Of('\n'),
            'r' => CharacterSet.Of('\r'),
            't' => CharacterSet.Of('\t'),
            'f' => CharacterSet.Of('\f'),
            'x' => CharacterSet.Of(Hex(2)),
            'u' => CharacterSet.Of(Hex(4)),
            _ when !char.IsAsciiLetterOrDigit(character) => CharacterSet.Of(character),
            _ => throw Unusable($"has '\\{character}'"),
        };
    }

    int Hex(int digits)
    {
        if (_at + digits > _end || !int.TryParse(_pattern.AsSpan(_at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            throw Unusable("has an escape without its digits");
        _at += digits;
        return value;
    }

    string Set(CharacterSet set) => set.InString() ?? throw Unusable("has a class that no character fits");

    bool Take(char character)
    {
        if (_at >= _end || _pattern[_at] != character) return false;
        _at++;
        return true;
    }

    static bool IsRule(string atom) => atom.All(character => char.IsAsciiLetterOrDigit(character) || character == '-') || atom[0] == '[';

    ArgumentException Unusable(string reason) => SchemaError.At(_path, "pattern", $"cannot be used: '{_pattern}' {reason}");
}
