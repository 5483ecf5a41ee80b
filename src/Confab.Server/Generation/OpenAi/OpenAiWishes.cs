using System.Text.Json;
using Confab.Inference.Catalog;
using Confab.Protocol;
using Confab.Server.Sockets;
using Microsoft.Extensions.AI;

namespace Confab.Server.Generation.OpenAi;

/// <summary>What a client of OpenAI's wishes, checked and in the engines' words. A wish that would change the answer is met or refused.</summary>
static class OpenAiWishes
{
    /// <summary>What says nothing: what would be so without being said.</summary>
    static readonly string[] Usual = ["none", "auto", "default", "medium", "text"];

    /// <exception cref="RequestRefused">A wish cannot be met; the field is named.</exception>
    public static ChatOptions Require(GenerationRequest request, ModelCatalog models, int? maxTokens)
    {
        var (model, strategy) = RequestedModel.Require(request.Model, models);
        var options = GenerationWishes.Require(
            // Clients ask for more than there is by default; as elsewhere the answer then ends where it must, and says so.
            new(model, strategy, maxTokens > Limits.MaxTokens ? Limits.MaxTokens : maxTokens, request.Temperature, request.TopP, request.TopK, request.RepeatPenalty, StopsOf(request.Stop), request.Seed),
            models, NameOf);
        Refuse.Unless(request.N is null or 1, "n", "is 1: ask again for another answer");
        Refuse.Unless(request.StreamOptions is null || request.Stream == true, "stream_options", "is only for \"stream\": true");
        options.PresencePenalty = Penalty(request.PresencePenalty, "presence_penalty");
        options.FrequencyPenalty = Penalty(request.FrequencyPenalty, "frequency_penalty");
        Refuse.Unless(request.MinP is null or (>= 0 and <= 1), "min_p", "is 0 to 1");
        if (request.MinP is { } least) options.AdditionalProperties!["min_p"] = (float)least;
        RefuseUnmet(("logit_bias", request.LogitBias), ("logprobs", request.Logprobs));
        return options;
    }

    /// <exception cref="RequestRefused">It is no format.</exception>
    public static ChatResponseFormat? FormatOf(ResponseFormat? format)
    {
        switch (format?.Type)
        {
            case null when format is null:
            case "text":
                return null;
            case "json_object":
                return Microsoft.Extensions.AI.ChatResponseFormat.Json;
            case "json_schema":
                Refuse.Unless(format.JsonSchema?.Schema is { ValueKind: JsonValueKind.Object }, "response_format.json_schema.schema", "is a JSON schema, an object");
                return Microsoft.Extensions.AI.ChatResponseFormat.ForJsonSchema(format.JsonSchema!.Schema!.Value, format.JsonSchema.Name, format.JsonSchema.Description);
            default:
                throw new RequestRefused(ErrorCode.BadRequest, "\"type\" is text, json_object or json_schema", "response_format.type");
        }
    }

    /// <summary>What nothing here can do is refused where it is asked for, so that nobody relies on it.</summary>
    public static void RefuseUnmet(params ReadOnlySpan<(string Name, JsonElement? Value)> wishes)
    {
        foreach (var (name, value) in wishes) Refuse.Unless(value is null || !Matters(value.Value), name, "is not supported by this server; leave it out");
    }

    static bool Matters(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.False => false,
        JsonValueKind.String => !Usual.Contains(value.GetString()),
        JsonValueKind.Array => value.EnumerateArray().Any(Matters),
        JsonValueKind.Object => value.EnumerateObject().Any(),
        _ => true,
    };

    static float? Penalty(double? value, string name)
    {
        Refuse.Unless(value is null or (>= -2 and <= 2), name, "is -2 to 2");
        return (float?)value;
    }

    static IReadOnlyList<string>? StopsOf(JsonElement? stop) => stop is null ? null : Strings.Of(stop.Value, "stop");

    static string NameOf(string field) => field == "stopSequences" ? "stop" : JsonNamingPolicy.SnakeCaseLower.ConvertName(field);
}
