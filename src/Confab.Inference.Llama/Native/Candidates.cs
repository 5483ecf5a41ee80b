using System.Runtime.InteropServices;

namespace Confab.Inference.Llama.Native;

/// <summary>The tokens that may come next with how likely the model holds each, in memory that samplers work on.</summary>
sealed unsafe class Candidates(int vocabularySize) : IDisposable
{
    TokenData* _tokens = (TokenData*)NativeMemory.Alloc((nuint)vocabularySize, (nuint)sizeof(TokenData));
    int _count;

    public int Count => _count;

    /// <summary>Takes every token of the vocabulary with the model's judgement of it.</summary>
    public void Fill(float* logits)
    {
        for (var token = 0; token < vocabularySize; token++) _tokens[token] = new TokenData { Token = token, Logit = logits[token] };
        _count = vocabularySize;
    }

    /// <summary>Lets a sampler judge and sort what is left, and drop of it; it works in place.</summary>
    public void Apply(SamplerHandle sampler)
    {
        var array = new TokenDataArray { Data = _tokens, Count = (nuint)_count, Selected = -1 };
        LlamaApi.llama_sampler_apply(sampler, &array);
        _count = (int)array.Count;
    }

    /// <summary>Drops the tokens that a rule forbids.</summary>
    public void Keep(Func<TokenData, bool> mayStay)
    {
        var kept = 0;
        for (var i = 0; i < _count; i++)
            if (mayStay(_tokens[i])) _tokens[kept++] = _tokens[i];
        _count = kept;
    }

    /// <summary>Lets a chain choose a token; the order and number of the candidates are the chain's afterwards.</summary>
    public int Choose(SamplerHandle chain)
    {
        var array = new TokenDataArray { Data = _tokens, Count = (nuint)_count, Selected = -1 };
        LlamaApi.llama_sampler_apply(chain, &array);
        return array.Data[array.Selected].Token;
    }

    public void Dispose()
    {
        NativeMemory.Free(_tokens);
        _tokens = null;
    }
}
