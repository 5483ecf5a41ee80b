using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Confab.Protocol;
using Confab.Protocol.Json;
using Confab.Server.Storage;

namespace Confab.Server.Search;

/// <param name="Results">The newest first.</param>
/// <param name="HasMore">Ask again with <paramref name="Before"/>; where a search takes long, a page may have nothing in it and be followed by another.</param>
/// <param name="Before">Where to go on; good until the server starts anew.</param>
public sealed record SearchAnswer(IReadOnlyList<FoundMessage> Results, bool HasMore, string? Before = null);

/// <param name="Message">Whole, but for reactions, ratings, its thread and how it was made.</param>
public sealed record FoundMessage(SearchedRoom Room, Message Message, Snippet Snippet);

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(SearchAnswer))]
sealed partial class SearchJson : JsonSerializerContext;

static class SearchWire
{
    public static JsonSerializerOptions Options { get; } = new(SearchJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = SearchJson.Default,
    };
}
