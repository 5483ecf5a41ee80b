using System.Text.Json;
using System.Text.Json.Serialization;
using Confab.Protocol;
using Confab.Protocol.Json;

namespace Confab.Server.Generation.Models;

/// <summary><c>GET /api/models</c>.</summary>
/// <param name="MayChange">Whether models may be loaded, unloaded, pulled and removed over HTTP.</param>
/// <param name="WhyNot">Why they may not.</param>
public sealed record ModelCatalogAnswer(IReadOnlyList<ModelInfo> Models, bool MayChange, ModelMemoryAnswer Memory, string? WhyNot = null);

/// <param name="Used">What the loaded models take, in bytes, estimated.</param>
/// <param name="Budget">What they may take together, in bytes.</param>
public sealed record ModelMemoryAnswer(long Used, long Budget);

/// <param name="Source"><c>https://…/file.gguf</c> or <c>hf:owner/repo/file.gguf</c>.</param>
/// <param name="Sha256">The checksum that the file must have.</param>
public sealed record PullRequest(string? Source = null, string? Sha256 = null);

/// <summary>A line of the answer to <c>POST /api/models/pull</c>: <c>progress</c> again and again, then one <c>done</c> or <c>error</c>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(PullStep), "progress")]
[JsonDerivedType(typeof(PullDone), "done")]
[JsonDerivedType(typeof(PullFailed), "error")]
public abstract record PullLine;

/// <param name="Stage"><c>downloading</c>, <c>waiting</c> (the line failed and is tried again), <c>checking</c> or <c>done</c>.</param>
/// <param name="Bytes">What is here; while checking, what is checked.</param>
/// <param name="Total">The file's size; absent where nobody tells.</param>
/// <param name="EtaMs">What is left at this pace, milliseconds.</param>
/// <param name="Trouble">Why it waits.</param>
public sealed record PullStep(string Stage, long Bytes, double BytesPerSecond, long? Total = null, double? EtaMs = null, string? Trouble = null) : PullLine;

/// <param name="Sha256">Of the file on the disk.</param>
/// <param name="IsVerified">Whether the sum was compared with one known before.</param>
public sealed record PullDone(ModelInfo Model, string Sha256, bool IsVerified) : PullLine;

public sealed record PullFailed(string Message) : PullLine;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(ModelCatalogAnswer))]
[JsonSerializable(typeof(PullRequest))]
[JsonSerializable(typeof(PullLine))]
sealed partial class ModelJson : JsonSerializerContext;
