using System.Buffers.Text;
using System.Security.Cryptography;

namespace Confab.Server.Accounts;

/// <summary>256 random bits that open a name. Being random, they need no slow hash: SHA-256 keeps the stored form useless to a thief.</summary>
public readonly record struct Token
{
    const string Prefix = "confab_";
    const int Bytes = 32;

    Token(string text) => Text = text;

    public string Text { get; }

    public static Token New() => new(Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes)));

    public static Token? TryParse(string text) =>
        text.StartsWith(Prefix, StringComparison.Ordinal) && text.Length == Prefix.Length + Base64Url.GetEncodedLength(Bytes) ? new Token(text) : null;

    public byte[] Hash() => SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Text));

    /// <summary>Never the secret.</summary>
    public override string ToString() => Prefix + "…";
}
