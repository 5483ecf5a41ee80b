using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Confab.Protocol;
using Confab.Server.Messages;
using Confab.Server.Storage;

namespace Confab.Server.Memory;

/// <summary>
/// The file that memories leave and come in: <c>shortTerm</c>, <c>longTerm</c>, <c>episodic</c> and <c>semantic</c> as other programs
/// write them, and <c>memories</c> with each as it is. Where <c>memories</c> is there, it alone is read.
/// </summary>
static class MemoryFile
{
    const double UnsureConfidence = 0.8;

    public static JsonObject Write(UserId assistant, DateTimeOffset now, IReadOnlyList<StoredMemory> memories)
    {
        var tiers = memories.ToLookup(m => m.Tier);
        return new()
        {
            ["version"] = 1,
            ["assistantId"] = assistant.Value,
            ["exportedAt"] = Time(now),
            ["shortTerm"] = List(tiers[MemoryTier.ShortTerm], m => new() { ["role"] = "user", ["content"] = m.Content, ["timestamp"] = Time(m.CreatedAt) }),
            ["longTerm"] = Facts(tiers[MemoryTier.LongTerm], m => m.Content),
            ["episodic"] = List(tiers[MemoryTier.Episodic], m => new() { ["summary"] = m.Content, ["importance"] = m.Importance, ["timestamp"] = Time(m.CreatedAt) }),
            ["semantic"] = Facts(tiers[MemoryTier.Semantic], m => new JsonObject { ["value"] = m.Content, ["learnedAt"] = Time(m.CreatedAt), ["confidence"] = m.Confidence }),
            ["memories"] = new JsonArray([.. memories.Select(m => JsonSerializer.SerializeToNode(MemoryInfo.Of(new ReadableMemory(m, MayChange: true)), MemoryJson.Default.MemoryInfo))]),
        };
    }

    /// <summary>Null for each that cannot be read.</summary>
    public static IEnumerable<StoredMemory?> Read(JsonObject file, UserId assistant, UserId person, DateTimeOffset now)
    {
        if (file["memories"] is JsonArray all) return all.Select(one => Whole(one as JsonObject));
        return
        [
            .. Items(file["shortTerm"]).TakeLast(MemoryLimits.ShortTerm).Select(turn => Made(MemoryTier.ShortTerm, Text(turn?["content"]), turn?["timestamp"])),
            .. Pairs(file["longTerm"]).SelectMany(pair => pair.Value is JsonObject profile ? Pairs(profile) : [pair])
                .Select(pair => Fact(MemoryTier.LongTerm, pair.Key, pair.Value, UnsureConfidence)),
            .. Items(file["episodic"]).Select(episode => Made(MemoryTier.Episodic, Text(episode?["summary"]), episode?["timestamp"]) is { } m
                ? m with { Importance = (int)Math.Clamp(Number(episode?["importance"]) ?? 7, 0, 10) }
                : null),
            .. Pairs(file["semantic"]).Select(pair => Fact(MemoryTier.Semantic, pair.Key, pair.Value is JsonObject known ? known["value"] : pair.Value, Number((pair.Value as JsonObject)?["confidence"]))),
        ];

        StoredMemory? Fact(MemoryTier of, string key, JsonNode? value, double? confidence)
        {
            // A bare value says nothing without what it answers.
            var words = Text(value);
            var content = words is null ? null : words.Contains(' ', StringComparison.Ordinal) && words.Contains(key, StringComparison.OrdinalIgnoreCase) ? words : $"{key}: {words}";
            return Made(of, content, null) is { } m ? m with { Topic = MemoryTopic.Of(key), Confidence = Math.Clamp(confidence ?? UnsureConfidence, 0, 1) } : null;
        }

        StoredMemory? Whole(JsonObject? one)
        {
            if (Made(Word<MemoryTier>(one?["tier"]) ?? MemoryTier.LongTerm, Text(one?["content"]), one?["createdAt"]) is not { } m) return null;
            return m with
            {
                Scope = Word<MemoryScope>(one?["scope"]) == MemoryScope.User ? MemoryScope.User : MemoryScope.Private,
                Topic = MemoryTopic.Of(Text(one?["topic"])),
                Importance = Number(one?["importance"]) is { } importance ? (int)Math.Clamp(importance, 0, 10) : null,
                Confidence = Math.Clamp(Number(one?["confidence"]) ?? UnsureConfidence, 0, 1),
            };
        }

        StoredMemory? Made(MemoryTier of, string? content, JsonNode? at) => OneLine.Of(content ?? "") is { Length: > 0 and <= MemoryLimits.MaxContent } line
            ? new StoredMemory(MemoryId.New(), assistant, of, MemoryScope.Private, line, TimeOf(at) is { } then && then < now ? then : now)
            {
                About = person,
                SaidBy = person,
                Confidence = UnsureConfidence,
                UpdatedAt = now,
            }
            : null;
    }

    static JsonArray List(IEnumerable<StoredMemory> memories, Func<StoredMemory, JsonObject> write) => new([.. memories.Select(write)]);

    static JsonObject Facts(IEnumerable<StoredMemory> facts, Func<StoredMemory, JsonNode> value)
    {
        var written = new JsonObject();
        foreach (var fact in facts) written[fact.Topic is { } topic && !written.ContainsKey(topic) ? topic : fact.Id.Value] = value(fact);
        return written;
    }

    static IEnumerable<JsonNode?> Items(JsonNode? node) => node as JsonArray ?? [];

    static IEnumerable<KeyValuePair<string, JsonNode?>> Pairs(JsonNode? node) => node as JsonObject ?? [];

    static string? Text(JsonNode? node) => node switch
    {
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        JsonValue value when value.GetValueKind() is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.ToJsonString(),
        JsonArray list => string.Join(", ", list.Select(Text).OfType<string>()) is { Length: > 0 } joined ? joined : null,
        _ => null,
    };

    static double? Number(JsonNode? node) => node is JsonValue value && value.TryGetValue(out double number) && double.IsFinite(number) ? number : null;

    static DateTimeOffset? TimeOf(JsonNode? node) =>
        DateTimeOffset.TryParse(Text(node), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time.ToUniversalTime() : null;

    static TEnum? Word<TEnum>(JsonNode? node) where TEnum : struct, Enum
    {
        var word = Text(node);
        foreach (var value in Enum.GetValues<TEnum>())
            if (value.Word() == word) return value;
        return null;
    }

    static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
