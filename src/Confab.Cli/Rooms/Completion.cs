using Confab.Cli.Terminal.Editing;

namespace Confab.Cli.Rooms;

/// <summary>Tab: the rest of a command or of a name, the next one that fits with every further Tab; in an empty line, what is suggested.</summary>
sealed class Completion(Func<IEnumerable<string>> commands, Func<IEnumerable<string>> names, Func<IReadOnlyList<string>> suggestions)
{
    IReadOnlyList<string> _fitting = [];
    string _shown = "";
    int _start;
    int _at;

    public void Press(LineEditor editor)
    {
        if (_fitting.Count == 0 || editor.Text != _shown)
        {
            var before = editor.Text[..editor.Cursor];
            _start = editor.IsEmpty ? 0 : before.LastIndexOfAny([' ', '\n']) + 1;
            _fitting = editor.IsEmpty ? suggestions() : Fitting(before[_start..], isFirst: _start == 0);
            _at = -1;
        }
        if (_fitting.Count == 0) return;
        _at = (_at + 1) % _fitting.Count;
        editor.ReplaceFrom(_start, _fitting[_at]);
        _shown = editor.Text;
    }

    IReadOnlyList<string> Fitting(string word, bool isFirst)
    {
        if (word.Length == 0) return [];
        if (word[0] == '/' && isFirst) return [.. commands().Where(command => Begins(command, word)).Select(command => command + " ")];
        var (sign, part) = word[0] == '@' ? ("@", word[1..]) : ("", word);
        // A word that is no mention may be the name that a command asks for.
        return [.. names().Where(name => Begins(name, part)).Select(name => sign + name + " ")];
    }

    static bool Begins(string whole, string part) => whole.StartsWith(part, StringComparison.OrdinalIgnoreCase);
}
