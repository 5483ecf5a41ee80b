using Confab.Inference.Llama.Grammars;
using Confab.Inference.Llama.Native;

namespace Confab.Inference.Llama.Decoding;

/// <summary>How one answer's next token is chosen: by chance, and within a grammar where it has one.</summary>
sealed class TokenChoice(SamplerHandle chain, Grammar? grammar) : IDisposable
{
    // All streams wait while one is judged. Of 32,000 tokens that takes 3 ms, of the likeliest a tenth of it.
    static readonly SamplerHandle s_likeliest = new(LlamaApi.llama_sampler_init_top_k(256));

    /// <summary>
    /// Chooses from the step's result; null where no token of the model fits the grammar. First without the grammar,
    /// because judging one token is cheap and a model that was asked for JSON mostly writes it (so does llama.cpp's own
    /// sampling, common/sampling.cpp), then among the likeliest that fit, and only then among all that fit.
    /// </summary>
    public int? Next(Context context, int output)
    {
        if (grammar is null) return context.Sample(chain, output);
        int? token = context.CandidatesAt(output).Choose(chain);
        if (!grammar.Allows(token.Value))
        {
            var likeliest = context.CandidatesAt(output);
            likeliest.Apply(s_likeliest);
            token = Fitting(likeliest) ?? Fitting(context.CandidatesAt(output));
        }
        if (token is not { } chosen) return null;
        LlamaApi.llama_sampler_accept(chain, chosen);
        grammar.Accept(chosen);
        return chosen;
    }

    public void Dispose()
    {
        chain.Dispose();
        grammar?.Dispose();
    }

    int? Fitting(Candidates candidates)
    {
        grammar!.Filter(candidates);
        return candidates.Count > 0 ? candidates.Choose(chain) : null;
    }
}
