using Confab.Inference.Catalog;
using Confab.Protocol;
using Confab.Server.Sockets;
using Microsoft.Extensions.AI;

namespace Confab.Server.Generation;

/// <summary>What a client wishes of a generation, checked and in the engines' words.</summary>
static class GenerationWishes
{
    const int MostStops = 8;

    /// <exception cref="RequestRefused">An option is out of its limits, or names a model that is not there.</exception>
    public static ChatOptions Require(GenerationOptions? wishes, ModelCatalog models)
    {
        var o = wishes ?? new GenerationOptions();
        Demand(o.Model is null || models.Find(o.Model) is not null, "model", $"there is no model \"{o.Model}\"; list_models shows those there are", ErrorCode.UnknownModel);
        Demand(o.MaxTokens is null or (>= 1 and <= Limits.MaxTokens), "maxTokens", $"is 1 to {Limits.MaxTokens}");
        Demand(o.Temperature is null or (>= 0 and <= 2), "temperature", "is 0 to 2");
        Demand(o.TopP is null or (> 0 and <= 1), "topP", "is above 0 and at most 1");
        Demand(o.StopSequences is null || (o.StopSequences.Count <= MostStops && o.StopSequences.All(s => s is { Length: > 0 and <= 256 })),
            "stopSequences", $"are at most {MostStops}, each of 1 to 256 characters");
        return new ChatOptions
        {
            ModelId = o.Model,
            MaxOutputTokens = o.MaxTokens,
            Temperature = (float?)o.Temperature,
            TopP = (float?)o.TopP,
            StopSequences = o.StopSequences?.ToList(),
            Seed = o.Seed,
        };
    }

    static void Demand(bool holds, string field, string otherwise, ErrorCode code = ErrorCode.BadRequest)
    {
        if (!holds) throw new RequestRefused(code, code == ErrorCode.BadRequest ? $"\"{field}\" {otherwise}" : otherwise, $"options.{field}");
    }
}
