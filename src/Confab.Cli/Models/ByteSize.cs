using System.Globalization;

namespace Confab.Cli.Models;

/// <summary>Bytes as people say them.</summary>
static class ByteSize
{
    public static string Of(long bytes) => bytes switch
    {
        >= 1_000_000_000 => Rounded(bytes / 1e9, "GB"),
        >= 1_000_000 => Rounded(bytes / 1e6, "MB"),
        _ => Rounded(bytes / 1e3, "kB"),
    };

    static string Rounded(double number, string unit) => string.Create(CultureInfo.InvariantCulture, $"{number:0.#} {unit}");
}
