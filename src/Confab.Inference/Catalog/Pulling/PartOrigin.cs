using System.Text.Json.Serialization;

namespace Confab.Inference.Catalog.Pulling;

/// <summary>Which file a part is a part of.</summary>
/// <param name="Address">Where it comes from, without query.</param>
/// <param name="Validator">The strong ETag, or the time of the last change: what the server compares before it continues.</param>
/// <param name="TotalBytes">The whole file's size.</param>
/// <param name="Sha256">The whole file's checksum as the hub told it.</param>
sealed record PartOrigin(string Address, string? Validator, long? TotalBytes, string? Sha256);

[JsonSerializable(typeof(PartOrigin))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
sealed partial class PartOriginJson : JsonSerializerContext;
