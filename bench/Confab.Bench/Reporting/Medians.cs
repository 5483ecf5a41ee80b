namespace Confab.Bench.Reporting;

static class Medians
{
    public static double Median<T>(this IEnumerable<T> all, Func<T, double> value)
    {
        double[] sorted = [.. all.Select(value).Order()];
        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
