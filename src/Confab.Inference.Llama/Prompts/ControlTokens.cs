using System.Buffers;
using Confab.Inference.Llama.Native;

namespace Confab.Inference.Llama.Prompts;

/// <summary>The tokens that steer a model, such as the end of a turn, and where a template writes their names.</summary>
sealed class ControlTokens
{
    readonly Vocabulary _vocabulary;
    readonly Dictionary<string, int> _byName = [];
    readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    readonly SearchValues<string> _names;
    readonly int _longest;

    public ControlTokens(Vocabulary vocabulary)
    {
        _vocabulary = vocabulary;
        for (var token = 0; token < vocabulary.Size; token++)
        {
            if ((vocabulary.AttributesOf(token) & (TokenAttributes.Control | TokenAttributes.Unknown)) == 0) continue;
            if (vocabulary.NameOf(token) is { Length: > 0 } name) _byName.TryAdd(name, token);
        }
        _bySpan = _byName.GetAlternateLookup<ReadOnlySpan<char>>();
        _names = SearchValues.Create([.. _byName.Keys], StringComparison.Ordinal);
        _longest = _byName.Keys.Select(name => name.Length).DefaultIfEmpty().Max();
    }

    /// <summary>Finds the first control token in a text that was written by a template.</summary>
    public Found? FirstIn(ReadOnlySpan<char> text)
    {
        if (_byName.Count == 0) return null;
        var start = text.IndexOfAny(_names);
        if (start < 0) return null;
        for (var length = Math.Min(_longest, text.Length - start); length > 0; length--)
        {
            if (_bySpan.TryGetValue(text.Slice(start, length), out var token))
                return new(token, start, length, _vocabulary.AttributesOf(token));
        }
        return null;
    }

    public readonly record struct Found(int Token, int Start, int Length, TokenAttributes Attributes);
}
