using Confab.Inference.Catalog;
using Confab.Inference.Tools;

namespace Confab.Server.Tools;

/// <summary>Those of the offered tools whose description a model has room for: a small one answers with few rather than with nothing but tools in its context.</summary>
/// <param name="Tools">In the order in which they were offered.</param>
/// <param name="LeftOut">The names of those that found no room.</param>
/// <param name="Tokens">What the description of <paramref name="Tools"/> takes.</param>
public sealed record HeldTools(IReadOnlyList<OfferedTool> Tools, IReadOnlyList<string> LeftOut, int Tokens)
{
    /// <summary>Of a model's context, for the description.</summary>
    const double MostDescription = 0.25;

    /// <summary>Of a model's context, for what they say.</summary>
    const double Results = 0.2;

    public static readonly HeldTools None = new([], [], 0);

    /// <summary>What they take besides the prompt and the answer, tokens.</summary>
    public int Reserved(Model model) => Tools.Count == 0 ? 0 : Tokens + (int)(model.ContextLength * Results);

    public static HeldTools Of(Model model, IReadOnlyList<OfferedTool> offered)
    {
        if (offered.Count == 0) return None;
        var held = new HashSet<OfferedTool>();
        var frame = model.CountTokens(TaggedTools.Describe([]));
        var tokens = frame;
        // Of each server the first ones: a server with many leaves the others their place.
        foreach (var (_, tool) in offered.GroupBy(t => t.Server).SelectMany(server => server.Index()).OrderBy(t => t.Index))
        {
            var with = tokens + model.CountTokens(TaggedTools.Describe([tool.Function])) - frame;
            if (with > model.ContextLength * MostDescription) continue;
            held.Add(tool);
            tokens = with;
        }
        return new([.. offered.Where(held.Contains)], [.. offered.Where(tool => !held.Contains(tool)).Select(tool => tool.Function.Name)], held.Count == 0 ? 0 : tokens);
    }
}
