using Confab.Inference.Llama.Native;
using Confab.Inference.Llama.Prompts;

namespace Confab.Inference.Llama.Grammars;

/// <summary>
/// What one answer has to look like, and how far it has come. Only one thread uses it. llama.cpp ends the process when it
/// is given a token that does not fit, so a token is accepted only after it was found to fit.
/// </summary>
sealed unsafe class Grammar : IDisposable
{
    readonly SamplerHandle _sampler;
    readonly Vocabulary _vocabulary;
    byte _lastByte;

    Grammar(SamplerHandle sampler, Vocabulary vocabulary)
    {
        _sampler = sampler;
        _vocabulary = vocabulary;
    }

    /// <summary>Reads a grammar in GBNF, whose rule <c>root</c> is the whole answer.</summary>
    /// <exception cref="ArgumentException">llama.cpp cannot use it.</exception>
    public static Grammar Compile(string gbnf, Vocabulary vocabulary)
    {
        // llama.cpp takes nothing for leave to write anything.
        ArgumentException.ThrowIfNullOrWhiteSpace(gbnf);
        using var log = NativeLog.Capture();
        var sampler = LlamaApi.llama_sampler_init_grammar(vocabulary.Native, gbnf, "root");
        return sampler != 0
            ? new Grammar(new SamplerHandle(sampler), vocabulary)
            : throw new ArgumentException($"llama.cpp cannot use this grammar: {string.Join("; ", log.Lines)}.");
    }

    /// <summary>Whether the answer may go on with this token.</summary>
    public bool Allows(int token)
    {
        if (!IsWritten(token)) return false;
        var data = new TokenData { Token = token, Logit = 1 };
        var array = new TokenDataArray { Data = &data, Count = 1, Selected = -1 };
        LlamaApi.llama_sampler_apply(_sampler, &array);
        return !float.IsNegativeInfinity(data.Logit);
    }

    /// <summary>Drops the candidates with which the answer may not go on.</summary>
    public void Filter(Candidates candidates)
    {
        candidates.Keep(candidate => IsWritten(candidate.Token));
        if (candidates.Count == 0) return;
        candidates.Apply(_sampler);
        candidates.Keep(candidate => !float.IsNegativeInfinity(candidate.Logit));
    }

    /// <summary>Goes on with a token that was found to fit.</summary>
    public void Accept(int token)
    {
        LlamaApi.llama_sampler_accept(_sampler, token);
        if (_vocabulary.PieceOf(token) is [.., var last]) _lastByte = last;
    }

    public void Dispose() => _sampler.Dispose();

    /// <summary>
    /// llama.cpp takes a control token for the text of its name, but it writes nothing. And it lets a character be
    /// spelled with more bytes than it needs, which is no UTF-8.
    /// </summary>
    bool IsWritten(int token)
    {
        var piece = _vocabulary.PieceOf(token);
        if (piece.IsEmpty) return _vocabulary.EndsGeneration(token);
        return _lastByte switch
        {
            0xE0 => piece[0] >= 0xA0,
            0xF0 => piece[0] >= 0x90,
            _ => true,
        };
    }
}
