namespace Confab.Inference.Catalog.Pulling;

/// <summary>A model file that lies whole in its place.</summary>
/// <param name="Path">The file's full path.</param>
/// <param name="Sha256">The SHA-256 of what lies on the disk, 64 lower-case hexadecimal digits.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="IsVerified">Whether the sum was compared with one that was known before.</param>
public sealed record PulledModel(string Path, string Sha256, long Bytes, bool IsVerified);
