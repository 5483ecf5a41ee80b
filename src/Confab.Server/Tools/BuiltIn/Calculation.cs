using System.Globalization;

namespace Confab.Server.Tools.BuiltIn;

/// <summary>
/// Reads an expression by the usual rules: brackets, then powers (from the right), then signs, then * / %, then + -. No library that
/// does only this can be restored.
/// </summary>
sealed class Calculation
{
    const int MostCharacters = 1000, MostDepth = 64;

    static readonly Dictionary<string, (int Least, int Most, Func<double[], double> Run)> Functions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["sqrt"] = (1, 1, a => Math.Sqrt(a[0])),
        ["abs"] = (1, 1, a => Math.Abs(a[0])),
        ["round"] = (1, 2, a => Math.Round(a[0], a.Length > 1 ? (int)Math.Clamp(a[1], 0, 15) : 0, MidpointRounding.AwayFromZero)),
        ["floor"] = (1, 1, a => Math.Floor(a[0])),
        ["ceil"] = (1, 1, a => Math.Ceiling(a[0])),
        ["ln"] = (1, 1, a => Math.Log(a[0])),
        ["log"] = (1, 2, a => a.Length > 1 ? Math.Log(a[0], a[1]) : Math.Log10(a[0])),
        ["sin"] = (1, 1, a => Math.Sin(a[0])),
        ["cos"] = (1, 1, a => Math.Cos(a[0])),
        ["tan"] = (1, 1, a => Math.Tan(a[0])),
        ["min"] = (1, 100, a => a.Min()),
        ["max"] = (1, 100, a => a.Max()),
    };

    readonly string _text;
    int _at, _depth;

    Calculation(string text) => _text = text;

    /// <exception cref="ArgumentException">It is no expression, or has no value; the message says where and why.</exception>
    public static double Of(string expression)
    {
        if (expression.Length > MostCharacters) throw new ArgumentException($"the expression is longer than {MostCharacters} characters");
        var calculation = new Calculation(expression);
        var value = calculation.Sum();
        if (calculation.Peek() is { } left) throw calculation.Unexpected(left);
        return double.IsFinite(value) ? value : throw new ArgumentException("it has no value: a division by zero, or out of what can be computed");
    }

    double Sum()
    {
        if (++_depth > MostDepth) throw new ArgumentException("the expression is nested too deeply");
        var value = Product();
        while (true)
            if (Take('+')) value += Product();
            else if (Take('-')) value -= Product();
            else break;
        _depth--;
        return value;
    }

    double Product()
    {
        var value = Signed();
        while (true)
            if (Take('*')) value *= Signed();
            else if (Take('/')) value /= Signed();
            else if (Take('%')) value %= Signed();
            else return value;
    }

    double Signed()
    {
        var isNegative = false;
        while (Peek() is '-' or '+') isNegative ^= _text[_at++] == '-';
        var value = Power();
        return isNegative ? -value : value;
    }

    double Power()
    {
        var value = Value();
        if (!Take('^')) return value;
        if (++_depth > MostDepth) throw new ArgumentException("the expression is nested too deeply");
        var raised = Math.Pow(value, Signed());
        _depth--;
        return raised;
    }

    double Value()
    {
        if (Take('('))
        {
            var inside = Sum();
            Require(')');
            return inside;
        }
        if (Peek() is not { } next) throw new ArgumentException("the expression ends too early");
        if (char.IsAsciiDigit(next) || next == '.') return Number();
        if (char.IsAsciiLetter(next)) return Named();
        throw Unexpected(next);
    }

    double Number()
    {
        var start = _at;
        while (_at < _text.Length && (char.IsAsciiDigit(_text[_at]) || _text[_at] == '.' || IsExponent())) _at++;
        return double.TryParse(_text.AsSpan(start, _at - start), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ArgumentException($"\"{_text[start.._at]}\" is no number; write thousands without a sign between them and decimals with a point");

        bool IsExponent() => _at > start && (
            (_text[_at] is 'e' or 'E' && _at + 1 < _text.Length && (char.IsAsciiDigit(_text[_at + 1]) || _text[_at + 1] is '+' or '-'))
            || (_text[_at] is '+' or '-' && _text[_at - 1] is 'e' or 'E'));
    }

    double Named()
    {
        var start = _at;
        while (_at < _text.Length && char.IsAsciiLetterOrDigit(_text[_at])) _at++;
        var name = _text[start.._at];
        if (name.Equals("pi", StringComparison.OrdinalIgnoreCase)) return Math.PI;
        if (name == "e") return Math.E;
        if (!Functions.TryGetValue(name, out var function)) throw new ArgumentException($"there is no \"{name}\"; there are pi, e, {string.Join(", ", Functions.Keys)}");
        Require('(');
        var arguments = new List<double> { Sum() };
        while (Take(',')) arguments.Add(Sum());
        Require(')');
        if (arguments.Count < function.Least || arguments.Count > function.Most) throw new ArgumentException($"{name} does not take {arguments.Count} values");
        return function.Run([.. arguments]);
    }

    char? Peek()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at])) _at++;
        return _at < _text.Length ? _text[_at] : null;
    }

    bool Take(char sign)
    {
        if (Peek() != sign) return false;
        _at++;
        return true;
    }

    void Require(char sign)
    {
        if (!Take(sign)) throw Peek() is { } other ? Unexpected(other) : new ArgumentException($"a \"{sign}\" is missing at the end");
    }

    ArgumentException Unexpected(char sign) => new($"\"{sign}\" makes no sense at place {_at + 1}");
}
