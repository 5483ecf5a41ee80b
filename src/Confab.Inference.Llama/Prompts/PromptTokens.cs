using Confab.Inference.Llama.Native;

namespace Confab.Inference.Llama.Prompts;

/// <summary>
/// Builds a prompt's tokens from what the template wrote and what people wrote. Only the template may steer the model:
/// a control token's name in a person's text stays plain text. Between two control tokens everything is cut into
/// tokens together, as the model was trained, whoever wrote it.
/// </summary>
sealed class PromptTokens(Vocabulary vocabulary, ControlTokens control)
{
    readonly List<int> _tokens = [];
    string _plain = "";
    bool _stripsNext;

    public void AddTemplate(ReadOnlySpan<char> text)
    {
        while (control.FirstIn(text) is { } found)
        {
            AddPlain(text[..found.Start]);
            AddControl(found);
            text = text[(found.Start + found.Length)..];
        }
        AddPlain(text);
    }

    public void AddPlain(ReadOnlySpan<char> text)
    {
        if (_stripsNext) text = text.TrimStart();
        if (text.IsEmpty) return;
        _stripsNext = false;
        _plain = string.Concat(_plain, text);
    }

    public int[] ToArray()
    {
        TokenizePlain();
        if (vocabulary.PromptStart is { } start && (_tokens.Count == 0 || _tokens[0] != start)) _tokens.Insert(0, start);
        return [.. _tokens];
    }

    void AddControl(ControlTokens.Found found)
    {
        if (found.Attributes.HasFlag(TokenAttributes.StripsLeft)) _plain = _plain.TrimEnd();
        TokenizePlain();
        _tokens.Add(found.Token);
        _stripsNext = found.Attributes.HasFlag(TokenAttributes.StripsRight);
    }

    void TokenizePlain()
    {
        vocabulary.Tokenize(_plain, _tokens);
        _plain = "";
    }
}
