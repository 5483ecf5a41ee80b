using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Confab.Cli.CommandLine;
using Confab.Inference.Files;
using Microsoft.Extensions.AI;

namespace Confab.Cli.Conversations;

/// <summary>A conversation in a file: <c>{"conversation": [{"role", "content", "timestamp"}], "stats": {…}, "savedAt"}</c>.</summary>
sealed partial record SavedConversation(
    IReadOnlyList<SavedConversation.Entry?>? Conversation, SavedConversation.Numbers? Stats, DateTimeOffset? SavedAt)
{
    public const string DefaultFile = "conversation.json";
    static readonly string[] Roles = ["user", "assistant"];

    // Every language as itself: the file is for people and programs, not for a page.
    static readonly ConversationJson Readable =
        new(new JsonSerializerOptions(ConversationJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public sealed record Entry(string? Role, string? Content, DateTimeOffset? Timestamp);

    public sealed record Numbers(int MessagesExchanged, int TokensGenerated, DateTimeOffset SessionStart);

    public static void Save(string path, IEnumerable<Turn> turns, Stats stats, DateTimeOffset now)
    {
        var saved = new SavedConversation(
            [.. turns.Select(turn => new Entry(turn.Role.Value, turn.Content, turn.Timestamp))],
            new Numbers(stats.MessagesExchanged, stats.TokensGenerated, stats.SessionStart), now);
        AtomicFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(saved, Readable.SavedConversation));
    }

    /// <exception cref="Failure">It is no conversation; the message names what is wrong.</exception>
    public static IReadOnlyList<Turn> Load(string path, DateTimeOffset now)
    {
        if (!File.Exists(path)) throw new Failure($"there is no file {path}");
        try
        {
            var saved = JsonSerializer.Deserialize(File.ReadAllBytes(path), ConversationJson.Default.SavedConversation)
                ?.Conversation ?? throw new Failure($"{path} is no saved conversation: it has no \"conversation\"");
            return [.. saved.Select((entry, i) => ToTurn(entry, $"{path}: conversation[{i}]", now))];
        }
        catch (JsonException fault)
        {
            throw new Failure($"{path} is no saved conversation: {Explain(fault)}");
        }
    }

    static Turn ToTurn(Entry? entry, string where, DateTimeOffset now)
    {
        if (entry?.Role is not { } role || !Roles.Contains(role)) throw new Failure($"{where}.role must be user or assistant, not {Quoted(entry?.Role)}");
        if (entry.Content is not { Length: > 0 } content) throw new Failure($"{where}.content is missing");
        return new Turn(new ChatRole(role), content, entry.Timestamp ?? now);
    }

    static string Quoted(string? value) => value is null ? "absent" : $"\"{value}\"";

    static string Explain(JsonException fault)
    {
        var where = fault.LineNumber is { } line ? $" (line {line + 1})" : "";
        return fault.Path is { Length: > 1 } path ? $"{path} is not as it must be{where}" : $"it is not as it must be{where}: {fault.Message}";
    }

    [JsonSourceGenerationOptions(
        JsonSerializerDefaults.Web, WriteIndented = true, NumberHandling = JsonNumberHandling.Strict, PropertyNameCaseInsensitive = false)]
    [JsonSerializable(typeof(SavedConversation))]
    private sealed partial class ConversationJson : JsonSerializerContext;
}
