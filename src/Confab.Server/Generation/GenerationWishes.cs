using System.Text.Json;
using Confab.Inference.Catalog;
using Confab.Inference.Routing;
using Confab.Protocol;
using Confab.Server.Sockets;
using Microsoft.Extensions.AI;

namespace Confab.Server.Generation;

/// <summary>What a client wishes of a generation, checked and in the engines' words.</summary>
static class GenerationWishes
{
    const int MostStops = 8;

    /// <exception cref="RequestRefused">An option is out of its limits, or names a model that is not there.</exception>
    /// <param name="pathOf">How the caller's request names a field; as <c>start_stream</c> does where null.</param>
    public static ChatOptions Require(GenerationOptions? wishes, ModelCatalog models, Func<string, string>? pathOf = null)
    {
        var o = wishes ?? new GenerationOptions();
        if (o.Model is not null && models.Find(o.Model) is null)
            throw new RequestRefused(ErrorCode.UnknownModel, $"there is no model \"{o.Model}\"; there are {string.Join(", ", models.List().Select(m => m.Id))}", PathOf("model"));
        Demand(o.MaxTokens is null or (>= 1 and <= Limits.MaxTokens), "maxTokens", $"is 1 to {Limits.MaxTokens}");
        Demand(o.Temperature is null or (>= 0 and <= 2), "temperature", "is 0 to 2");
        Demand(o.TopP is null or (> 0 and <= 1), "topP", "is above 0 and at most 1");
        Demand(o.Strategy is null || StrategyNames.TryParse(o.Strategy, out _), "strategy", $"is one of {string.Join(", ", StrategyNames.All)}");
        Demand(o.TopK is null or (>= 0 and <= 100_000), "topK", "is 0 to 100000");
        Demand(o.RepeatPenalty is null or (>= 0.01 and <= 10), "repeatPenalty", "is 0.01 to 10");
        Demand(o.JsonSchema is null or { ValueKind: JsonValueKind.Object }, "jsonSchema", "is a JSON schema, an object");
        Demand(o.StopSequences is null || (o.StopSequences.Count <= MostStops && o.StopSequences.All(s => s is { Length: > 0 and <= 256 })),
            "stopSequences", $"are at most {MostStops}, each of 1 to 256 characters");
        var options = new ChatOptions
        {
            ModelId = o.Model,
            MaxOutputTokens = o.MaxTokens,
            Temperature = (float?)o.Temperature,
            TopP = (float?)o.TopP,
            TopK = o.TopK,
            StopSequences = o.StopSequences?.ToList(),
            Seed = o.Seed,
            ResponseFormat = o.JsonSchema is { } schema ? ChatResponseFormat.ForJsonSchema(schema) : null,
            AdditionalProperties = [],
        };
        if (o.Strategy is not null) options.AdditionalProperties["strategy"] = o.Strategy;
        if (o.RepeatPenalty is { } penalty) options.AdditionalProperties["repeat_penalty"] = (float)penalty;
        return options;

        string PathOf(string field) => pathOf?.Invoke(field) ?? $"options.{field}";

        void Demand(bool holds, string field, string otherwise)
        {
            if (!holds) throw new RequestRefused(ErrorCode.BadRequest, $"\"{PathOf(field).Split('.')[^1]}\" {otherwise}", PathOf(field));
        }
    }

    /// <exception cref="RequestRefused">The built-in agent was chosen, which knows no JSON.</exception>
    public static void RequireMet(ChatOptions wishes, Model model)
    {
        if (wishes.ResponseFormat is ChatResponseFormatJson && model.Engine == "intents")
            throw new RequestRefused(ErrorCode.BadRequest, $"\"{model.Id}\" cannot answer in JSON; it takes a language model", "jsonSchema");
    }
}
