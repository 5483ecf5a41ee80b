using System.Globalization;

namespace Confab.Inference.Llama.Grammars;

/// <summary>Whole and decimal numbers between two bounds, spelled as a choice of digits.</summary>
static class NumberRange
{
    /// <summary>The largest number of the digits that a double holds without a loss; what an open end means.</summary>
    public const long Most = 999_999_999_999_999;

    /// <summary>The whole numbers from one bound to another, both included.</summary>
    public static string Integers(long least, long most) => Signed(least, most, Natural);

    /// <summary>
    /// Decimal numbers between two bounds, both included. A bound that is not whole is moved inwards to the next whole
    /// number, so what is spelled lies within; the last of them has no decimals.
    /// </summary>
    public static string Decimals(long least, long most) => Signed(least, most, NaturalWithDecimals);

    static string Signed(long least, long most, Func<long, long, string> natural)
    {
        if (least >= 0) return natural(least, most);
        var negative = $"\"-\" ({natural(Math.Max(0, -most), -least)})";
        return most < 0 ? negative : $"{negative} | {natural(0, most)}";
    }

    static string NaturalWithDecimals(long least, long most)
    {
        var end = $"\"{Text(most)}\" (\".\" \"0\")?";
        return least == most ? end : $"({Natural(least, most - 1)}) (\".\" [0-9]{{1,16}})? | {end}";
    }

    /// <summary>One choice for every number of digits, because numbers of one length can be compared digit by digit.</summary>
    static string Natural(long least, long most)
    {
        var choices = new List<string>();
        for (var first = least; first <= most;)
        {
            var last = Math.Min(most, NinesOf(Text(first).Length));
            choices.Add(SameLength(Text(first), Text(last)));
            first = last + 1;
        }
        return string.Join(" | ", choices);
    }

    static string SameLength(string least, string most)
    {
        var same = least.AsSpan().CommonPrefixLength(most);
        if (same == least.Length) return $"\"{least}\"";
        if (same > 0) return $"\"{least[..same]}\" ({SameLength(least[same..], most[same..])})";
        var (low, high, rest) = (least[0], most[0], least.Length - 1);
        if (least.AsSpan(1).TrimStart('0').IsEmpty && most.AsSpan(1).TrimStart('9').IsEmpty) return Free(low, high, rest);
        var choices = new List<string> { $"\"{low}\" ({SameLength(least[1..], new string('9', rest))})" };
        if (high - low > 1) choices.Add(Free((char)(low + 1), (char)(high - 1), rest));
        choices.Add($"\"{high}\" ({SameLength(new string('0', rest), most[1..])})");
        return string.Join(" | ", choices);
    }

    static string Free(char low, char high, int digitsAfter) =>
        (low == high ? $"\"{low}\"" : $"[{low}-{high}]")
        + (digitsAfter > 0 ? string.Create(CultureInfo.InvariantCulture, $" [0-9]{{{digitsAfter}}}") : "");

    static long NinesOf(int digits) => digits >= 18 ? long.MaxValue : (long)Math.Pow(10, digits) - 1;

    static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
