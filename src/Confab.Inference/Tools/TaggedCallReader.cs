using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Confab.Inference.Tools;

/// <summary>
/// Finds the calls in what a model writes, however its pieces are cut, and gives the rest on. What may be the beginning of a tag
/// waits until it is known; what is no call after all is text.
/// </summary>
public sealed class TaggedCallReader
{
    // A call that is longer than that is none.
    const int MostCharacters = 64 * 1024;

    readonly StringBuilder _waiting = new();
    int _calls;

    /// <summary>Whether a call was found.</summary>
    public bool HasCalled => _calls > 0;

    /// <summary>Takes a piece, and gives what is known now, in order.</summary>
    /// <param name="piece">The next piece of the answer.</param>
    public IEnumerable<AIContent> Read(string piece)
    {
        _waiting.Append(piece);
        while (true)
        {
            var text = _waiting.ToString();
            var start = text.IndexOf(TaggedTools.CallStart, StringComparison.Ordinal);
            if (start < 0)
            {
                var safe = text.Length - BeginningOfTag(text);
                if (safe > 0) yield return Take(safe);
                yield break;
            }
            if (start > 0) yield return Take(start);
            var end = text.IndexOf(TaggedTools.CallEnd, start, StringComparison.Ordinal);
            if (end < 0)
            {
                if (_waiting.Length > MostCharacters) yield return Take(_waiting.Length);
                yield break;
            }
            var inside = text[(start + TaggedTools.CallStart.Length)..end];
            _waiting.Remove(0, end + TaggedTools.CallEnd.Length - start);
            yield return Parse(inside) is { } call ? call : new TextContent(inside);
        }
    }

    /// <summary>What is left when the answer has ended: text, or a call whose end was not written.</summary>
    public IEnumerable<AIContent> End()
    {
        if (_waiting.Length == 0) yield break;
        var text = _waiting.ToString();
        _waiting.Clear();
        if (text.StartsWith(TaggedTools.CallStart, StringComparison.Ordinal) && Parse(text[TaggedTools.CallStart.Length..]) is { } call) yield return call;
        else yield return new TextContent(text);
    }

    TextContent Take(int length)
    {
        var text = new TextContent(_waiting.ToString(0, length));
        _waiting.Remove(0, length);
        return text;
    }

    static int BeginningOfTag(string text)
    {
        for (var length = Math.Min(text.Length, TaggedTools.CallStart.Length - 1); length > 0; length--)
            if (TaggedTools.CallStart.StartsWith(text.AsSpan(text.Length - length), StringComparison.Ordinal)) return length;
        return 0;
    }

    FunctionCallContent? Parse(string inside)
    {
        try
        {
            var call = JsonSerializer.Deserialize<JsonElement>(inside.Trim());
            if (call.ValueKind != JsonValueKind.Object || !call.TryGetProperty("name", out var name) || name.GetString() is not { Length: > 0 } function) return null;
            var arguments = call.TryGetProperty("arguments", out var given) && given.ValueKind == JsonValueKind.Object
                ? given.EnumerateObject().ToDictionary(p => p.Name, p => (object?)p.Value)
                : [];
            return new($"call_{++_calls}", function, arguments);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
