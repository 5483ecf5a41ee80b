using System.Globalization;

namespace Confab.Bench.Reporting;

/// <summary>Numbers as they stand in tables.</summary>
static class Words
{
    public static string Places(this double value, int places) => value.ToString("F" + places, CultureInfo.InvariantCulture);

    public static string Rounded(this double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Milliseconds(this TimeSpan time, int places = 1) => time.TotalMilliseconds.Places(places);

    /// <summary>A ratio, what it should be, and whether it is.</summary>
    public static string AtMost(this double ratio, double target) => $"{ratio.Places(2)} (≤ {target.Places(2)}: {(ratio <= target ? "met" : "missed")})";

    public static string AtLeast(this double ratio, double target) => $"{ratio.Places(2)} (≥ {target.Places(2)}: {(ratio >= target ? "met" : "missed")})";
}
