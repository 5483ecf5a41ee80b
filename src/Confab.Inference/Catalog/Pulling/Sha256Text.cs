using System.Security.Cryptography;

namespace Confab.Inference.Catalog.Pulling;

/// <summary>SHA-256 sums as 64 lower-case hexadecimal digits.</summary>
static class Sha256Text
{
    const int Digits = SHA256.HashSizeInBytes * 2;

    /// <summary>The sum as we write it; null where the text is none.</summary>
    public static string? TryParse(string? text) =>
        text is { Length: Digits } && text.All(char.IsAsciiHexDigit) ? text.ToLowerInvariant() : null;

    /// <exception cref="ArgumentException">It is no sum.</exception>
    public static string? Require(string? text)
    {
        if (text is null) return null;
        var digits = text.StartsWith("sha256:", StringComparison.OrdinalIgnoreCase) ? text["sha256:".Length..] : text;
        return TryParse(digits) ?? throw new ArgumentException($"'{text}' is no SHA-256; it has {Digits} hexadecimal digits, with or without 'sha256:' before them.", nameof(text));
    }
}
