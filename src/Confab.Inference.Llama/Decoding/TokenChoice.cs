using Confab.Inference.Llama.Grammars;
using Confab.Inference.Llama.Native;

namespace Confab.Inference.Llama.Decoding;

/// <summary>How one answer's next token is chosen: by chance, and within a grammar where it has one.</summary>
sealed class TokenChoice(SamplerHandle chain, Grammar? grammar) : IDisposable
{
    /// <summary>
    /// Chooses from the step's result; null where no token of the model fits the grammar. First without the grammar,
    /// because judging one token is cheap and a model that was asked for JSON mostly writes it; only then among all that
    /// fit. So does llama.cpp's own sampling (common/sampling.cpp).
    /// </summary>
    public int? Next(Context context, int output)
    {
        if (grammar is null) return context.Sample(chain, output);
        var token = context.CandidatesAt(output).Choose(chain);
        if (!grammar.Allows(token))
        {
            var candidates = context.CandidatesAt(output);
            grammar.Filter(candidates);
            if (candidates.Count == 0) return null;
            token = candidates.Choose(chain);
        }
        LlamaApi.llama_sampler_accept(chain, token);
        grammar.Accept(token);
        return token;
    }

    public void Dispose()
    {
        chain.Dispose();
        grammar?.Dispose();
    }
}
