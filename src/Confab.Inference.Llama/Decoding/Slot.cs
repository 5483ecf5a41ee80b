using System.Runtime.InteropServices;
using Confab.Inference.Llama.Prompts;
using Microsoft.Extensions.AI;

namespace Confab.Inference.Llama.Decoding;

/// <summary>
/// A place for one running generation, with a cache of its own. When the generation is over the cache stays, so that
/// the next prompt that begins alike need not be computed again.
/// </summary>
sealed class Slot(int sequence, Context context, Vocabulary vocabulary, int contextLength)
{
    readonly List<int> _resident = [];
    TokenChoice? _choice;
    AnswerText? _text;
    int _next;
    int _heldTokens;
    int _planned;

    public int Sequence => sequence;

    public Generation? Generation { get; private set; }

    /// <summary>The tokens whose results are in the cache.</summary>
    public ReadOnlySpan<int> Resident => CollectionsMarshal.AsSpan(_resident);

    /// <summary>The number of the request that used the slot last; 0 where none did.</summary>
    public long LastUse { get; private set; }

    /// <summary>Whether the prompt is not yet computed to its end.</summary>
    public bool IsReadingPrompt => Generation is { } running && _resident.Count < running.Prompt.Length;

    public bool IsAnswering => Generation is not null && !IsReadingPrompt;

    /// <summary>Whether the part of the cache that can be shared is decided.</summary>
    public bool HasStarted { get; private set; }

    public int PromptLeft => Generation!.Prompt.Length - _resident.Count;

    /// <summary>Where in the batch this step's result is; -1 where there is none.</summary>
    public int Output { get; private set; } = -1;

    public void Admit(Generation generation, long use)
    {
        Generation = generation;
        LastUse = use;
        HasStarted = false;
        _text = new AnswerText(generation.Stops);
        _choice = new TokenChoice(generation.Sampling.CreateChain(vocabulary.Size), generation.Grammar);
        _heldTokens = 0;
        // The last token is always computed: its result is the first token of the answer.
        Keep(Math.Min(Resident.CommonPrefixLength(generation.Prompt), generation.Prompt.Length - 1));
    }

    /// <summary>Takes over the beginning of the prompt from another slot's cache.</summary>
    public void CopyFrom(Slot other, int tokens)
    {
        var copied = context.Copy(other.Sequence, sequence, tokens);
        _resident.Clear();
        _resident.AddRange(other.Resident[..copied]);
    }

    public void Start()
    {
        HasStarted = true;
        Generation!.CachedTokens = _resident.Count;
    }

    public void PlanAnswer()
    {
        Output = context.Batch.Add(_next, _resident.Count, sequence, wantsOutput: true);
        _planned = 1;
    }

    public void PlanPrompt(int tokens)
    {
        var prompt = Generation!.Prompt;
        for (var i = 0; i < tokens; i++)
        {
            var position = _resident.Count + i;
            var isLast = position == prompt.Length - 1;
            var index = context.Batch.Add(prompt[position], position, sequence, wantsOutput: isLast);
            if (isLast) Output = index;
        }
        _planned = tokens;
    }

    /// <summary>How many tokens this slot has in the step that is being computed.</summary>
    public int Planned => _planned;

    public void ForgetPlan()
    {
        _planned = 0;
        Output = -1;
    }

    /// <summary>Plans the same tokens again, into a batch of their own.</summary>
    public void PlanAgain()
    {
        var tokens = _planned;
        Output = -1;
        if (IsAnswering) PlanAnswer();
        else PlanPrompt(tokens);
    }

    /// <summary>Notes that the planned tokens are computed, and takes the next token where there is one.</summary>
    public void Commit()
    {
        if (IsAnswering) _resident.Add(_next);
        else _resident.AddRange(Generation!.Prompt.AsSpan(_resident.Count, _planned));
        _planned = 0;
        if (Output < 0) return;
        var token = _choice!.Next(context, Output);
        Output = -1;
        if (token is { } next) Take(next);
        else Fail(new DecodeFailedException("no token of the model fits the grammar"));
    }

    public void Release()
    {
        _choice?.Dispose();
        _choice = null;
        _text = null;
        Generation = null;
        ForgetPlan();
    }

    public void Fail(Exception error)
    {
        Generation!.Fail(error);
        Release();
    }

    /// <summary>Forgets the cache, because a failed step leaves it in an unknown state.</summary>
    public void Forget() => Keep(0);

    void Keep(int tokens)
    {
        tokens = context.Keep(sequence, tokens);
        CollectionsMarshal.SetCount(_resident, tokens);
    }

    void Take(int token)
    {
        if (vocabulary.EndsGeneration(token))
        {
            Finish(ChatFinishReason.Stop);
            return;
        }
        _next = token;
        _heldTokens++;
        Generation!.GeneratedTokens++;
        Write(_text!.Add(vocabulary.PieceOf(token)));
        if (_text.HasStopped) Finish(ChatFinishReason.Stop);
        else if (Generation.GeneratedTokens >= Generation.MaxTokens || _resident.Count >= contextLength)
            Finish(ChatFinishReason.Length);
    }

    void Write(string text)
    {
        if (text.Length == 0) return;
        Generation!.Write(new Piece(text, _heldTokens));
        _heldTokens = 0;
    }

    void Finish(ChatFinishReason reason)
    {
        Write(_text!.Flush());
        Generation!.Finish(reason);
        Release();
    }
}
