using System.Text.Json;
using System.Text.Json.Serialization;
using Confab.Inference.Engines.Intents;
using Confab.Server.Messages;
using Confab.Server.Replies;

namespace Confab.Server.Suggestions;

/// <summary>Thinks of what somebody might say next: the built-in agent by its topics, a language model by writing it.</summary>
public sealed class Suggest(AskAfter model)
{
    const int Least = 3;
    const int Most = 5;

    // A model that is not held to the schema may go a little beyond its 80.
    const int MostCharacters = 100;

    const string Question =
        """
        Think of the person who asked you last. Write 3 to 5 different short things that this person might say or ask next, in
        their language and in their own words, each of at most 80 characters, without a name in front. Answer with JSON only:
        {"suggestions": ["…", "…", "…"]}
        """;

    static readonly JsonElement Schema = JsonElement.Parse(
        """
        {
          "type": "object",
          "properties": {
            "suggestions": { "type": "array", "items": { "type": "string", "minLength": 1, "maxLength": 80 }, "minItems": 3, "maxItems": 5 }
          },
          "required": ["suggestions"],
          "additionalProperties": false
        }
        """);

    /// <summary>3 to 5 different lines; empty where nothing comes to mind.</summary>
    public async Task<IReadOnlyList<string>> AfterAsync(FinishedReply reply, CancellationToken stop)
    {
        if (reply.Model is { Engine: "intents", Client: IntentChatClient }) return IntentChatClient.SuggestAfter(reply.Prompt.Messages);
        var written = await model.AskAsync(reply, Question, Schema, SuggestJson.Default.WrittenSuggestions, stop);
        var lines = Clean(written?.Suggestions ?? []);
        return lines.Count < Least ? [] : lines;
    }

    internal static IReadOnlyList<string> Clean(IEnumerable<string?> written) =>
    [
        .. written.Select(line => OneLine.Of(line ?? "")).Where(line => line.Length is > 0 and <= MostCharacters)
            .Distinct(StringComparer.OrdinalIgnoreCase).Take(Most),
    ];
}

sealed record WrittenSuggestions(IReadOnlyList<string?>? Suggestions);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(WrittenSuggestions))]
sealed partial class SuggestJson : JsonSerializerContext;
