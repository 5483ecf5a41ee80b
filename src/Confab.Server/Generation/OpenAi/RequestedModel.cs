using Confab.Inference.Catalog;
using Confab.Inference.Routing;
using Confab.Protocol;
using Confab.Server.Sockets;

namespace Confab.Server.Generation.OpenAi;

/// <summary>What the field <c>model</c> may say: a model, a strategy, or that the router is to choose.</summary>
static class RequestedModel
{
    /// <summary>The name under which the router chooses by its own strategy.</summary>
    public const string Auto = "auto";

    const string Prefix = "router:";

    /// <exception cref="RequestRefused">It is none of these.</exception>
    public static (string? Model, string? Strategy) Require(string? name, ModelCatalog models) =>
        name is null or "" ? (null, null)
        : models.Find(name) is { } model ? (model.Id, null)
        : name is Auto or "default" ? (null, null)
        : StrategyNames.TryParse(Bare(name), out var strategy) ? (null, strategy.NameOf())
        : throw new RequestRefused(
            ErrorCode.UnknownModel,
            $"The model \"{name}\" does not exist. There are {string.Join(", ", models.List().Select(m => m.Id))}; \"{Auto}\" lets the router choose, and so does a strategy: {string.Join(", ", StrategyNames.All)}.",
            "model");

    static string Bare(string name) => name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? name[Prefix.Length..] : name;
}
