using Microsoft.Extensions.AI;

namespace Confab.Inference.Routing;

/// <summary>
/// What a request says about its model: <see cref="ChatOptions.ModelId"/>, and the additional properties <c>strategy</c> (a
/// strategy's name) and <c>capabilities</c> (names, as <see cref="IEnumerable{T}"/> of strings).
/// </summary>
sealed record Wishes(string? ModelId, RoutingStrategy? Strategy, IReadOnlyList<string> Capabilities)
{
    /// <exception cref="ArgumentException">There is no such strategy.</exception>
    public static Wishes Of(ChatOptions? options)
    {
        RoutingStrategy? strategy = null;
        if (options?.AdditionalProperties?.TryGetValue("strategy", out string? name) == true && !string.IsNullOrEmpty(name))
            strategy = StrategyNames.TryParse(name, out var known)
                ? known
                : throw new ArgumentException($"There is no strategy '{name}'. Known strategies: {string.Join(", ", StrategyNames.All)}.", nameof(options));
        return new(options?.ModelId is { Length: > 0 } id ? id : null, strategy, [.. CapabilitiesOf(options)]);
    }

    static IEnumerable<string> CapabilitiesOf(ChatOptions? options)
    {
        if (options?.ResponseFormat is ChatResponseFormatJson) yield return "json";
        if (options?.Tools is { Count: > 0 }) yield return "tools";
        if (options?.AdditionalProperties?.TryGetValue("capabilities", out IEnumerable<string>? named) == true)
            foreach (var capability in named ?? []) yield return capability;
    }
}
