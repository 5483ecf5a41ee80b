using System.Text;

namespace Confab.Cli.Terminal.Keys;

/// <summary>From the bytes of a terminal in raw mode to keys. A sequence may be cut anywhere between two reads.</summary>
sealed class KeyParser
{
    const char EscapeCharacter = '\e';
    const string PasteEnd = "\e[201~";
    const int LongestSequence = 32;

    readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    readonly StringBuilder _text = new();
    readonly StringBuilder _sequence = new();
    readonly StringBuilder _paste = new();
    readonly List<Key> _keys = [];
    bool _isPasting;

    /// <summary>An escape has come that may be the key itself or the start of a sequence.</summary>
    public bool IsUndecided => _sequence.Length > 0;

    public IReadOnlyList<Key> Feed(ReadOnlySpan<byte> bytes)
    {
        var chars = new char[_decoder.GetCharCount(bytes, flush: false)];
        _decoder.GetChars(bytes, chars, flush: false);
        foreach (var c in chars) Take(c);
        return TakeKeys();
    }

    /// <summary>Nothing followed for a while: the escape was the key.</summary>
    public IReadOnlyList<Key> Settle()
    {
        if (_sequence.Length == 1) _keys.Add(new Key(KeyKind.Escape));
        _sequence.Clear();
        return TakeKeys();
    }

    Key[] TakeKeys()
    {
        EndText();
        Key[] keys = [.. _keys];
        _keys.Clear();
        return keys;
    }

    void Take(char c)
    {
        if (_isPasting) Paste(c);
        else if (_sequence.Length > 0) Continue(c);
        else if (c == EscapeCharacter) _sequence.Append(c);
        else if (ControlKeys.Of(c) is { } control) Add(control);
        else if (!char.IsControl(c)) _text.Append(c);
    }

    void Continue(char c)
    {
        _sequence.Append(c);
        if (EscapeSequences.IsOpen(_sequence) && _sequence.Length < LongestSequence) return;

        var sequence = _sequence.ToString();
        _sequence.Clear();
        if (sequence == "\e[200~") _isPasting = true;
        else if (sequence == "\e\e")
        {
            Add(KeyKind.Escape);
            _sequence.Append(EscapeCharacter);
        }
        else if (EscapeSequences.Of(sequence) is { } kind) Add(kind);
    }

    void Paste(char c)
    {
        _paste.Append(c);
        if (c != '~' || !EndsWith(_paste, PasteEnd)) return;

        _paste.Length -= PasteEnd.Length;
        EndText();
        _keys.Add(new Key(KeyKind.Paste, _paste.ToString()));
        _paste.Clear();
        _isPasting = false;
    }

    void Add(KeyKind kind)
    {
        EndText();
        _keys.Add(new Key(kind));
    }

    void EndText()
    {
        if (_text.Length == 0) return;
        _keys.Add(new Key(KeyKind.Text, _text.ToString()));
        _text.Clear();
    }

    static bool EndsWith(StringBuilder text, string end)
    {
        if (text.Length < end.Length) return false;
        for (var i = 0; i < end.Length; i++)
            if (text[text.Length - end.Length + i] != end[i]) return false;
        return true;
    }
}
