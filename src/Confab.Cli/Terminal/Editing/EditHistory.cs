namespace Confab.Cli.Terminal.Editing;

/// <summary>What was entered before. What was being written when one began to look is kept at its end.</summary>
sealed class EditHistory
{
    const int Capacity = 200;

    readonly List<string> _entries = [];
    string _draft = "";
    int _at;

    public void Add(string text)
    {
        Keep(text);
        _at = _entries.Count;
    }

    /// <summary>Adds a text while another is being written; whoever looks at an earlier one goes on from there.</summary>
    public void Keep(string text)
    {
        var isLooking = _at < _entries.Count;
        if (text.Length > 0 && (_entries.Count == 0 || _entries[^1] != text)) _entries.Add(text);
        if (_entries.Count > Capacity)
        {
            _entries.RemoveAt(0);
            _at = Math.Max(0, _at - 1);
        }
        if (!isLooking) _at = _entries.Count;
    }

    public string? Earlier(string current)
    {
        if (_at == 0) return null;
        if (_at == _entries.Count) _draft = current;
        return _entries[--_at];
    }

    public string? Later()
    {
        if (_at >= _entries.Count) return null;
        return ++_at == _entries.Count ? _draft : _entries[_at];
    }
}
