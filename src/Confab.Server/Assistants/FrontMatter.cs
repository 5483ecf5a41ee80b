using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Confab.Server.Assistants;

/// <summary>
/// The fields above a text, each with its line: words, lists of words, and one level of fields within a field. Read from the
/// parser's events, so that no depth of nesting and no alias costs anything.
/// </summary>
sealed class FrontMatter
{
    /// <summary>Most of it, UTF-16.</summary>
    public const int MostText = 8192;

    readonly Dictionary<string, FrontMatterField> _fields = [];

    FrontMatter() { }

    public IEnumerable<string> Names => _fields.Keys;

    public FrontMatterField? this[string name] => _fields.GetValueOrDefault(name);

    /// <exception cref="AssistantFileException">It is no such YAML; the line is named.</exception>
    /// <param name="yaml">What stands between the two lines of dashes.</param>
    /// <param name="above">The lines above it.</param>
    public static FrontMatter Read(string yaml, int above)
    {
        var reader = new FrontMatter();
        try
        {
            reader.Read(new Parser(new StringReader(yaml)), above);
        }
        catch (YamlException e)
        {
            throw new AssistantFileException(above + (int)e.Start.Line, null, $"this is no YAML: {e.Message}");
        }
        return reader;
    }

    void Read(Parser parser, int above)
    {
        parser.Consume<StreamStart>();
        if (parser.TryConsume<StreamEnd>(out _)) return;
        parser.Consume<DocumentStart>();
        if (!parser.TryConsume<MappingStart>(out _)) throw new AssistantFileException(above + 1, null, "fields stand here, such as \"name: Tutor\"");
        while (!parser.TryConsume<MappingEnd>(out _)) ReadField(parser, above, prefix: "");
    }

    void ReadField(Parser parser, int above, string prefix)
    {
        if (parser.Current is not Scalar key) throw new AssistantFileException(LineOf(parser, above), null, "a field's name is a word");
        parser.MoveNext();
        var (name, line) = (prefix + key.Value, above + (int)key.Start.Line);
        if (_fields.ContainsKey(name)) throw new AssistantFileException(line, name, "stands here twice");
        if (parser.TryConsume<MappingStart>(out _))
        {
            if (prefix.Length > 0) throw new AssistantFileException(line, name, "holds no fields of its own");
            _fields[name] = new(name, line, null, []);
            while (!parser.TryConsume<MappingEnd>(out _)) ReadField(parser, above, name + ".");
        }
        else if (parser.TryConsume<SequenceStart>(out _))
        {
            var words = new List<string>();
            while (!parser.TryConsume<SequenceEnd>(out _)) words.Add(ReadWord(parser, above, name).Value);
            _fields[name] = new(name, line, null, words);
        }
        else if (ReadWord(parser, above, name) is var word && !IsNothing(word))
        {
            _fields[name] = new(name, line, word.Value, []);
        }
    }

    static Scalar ReadWord(Parser parser, int above, string name) => parser.TryConsume<Scalar>(out var word)
        ? word
        : throw new AssistantFileException(LineOf(parser, above), name, "is a word, or a list of words");

    static bool IsNothing(Scalar word) => word.Style == ScalarStyle.Plain && word.Value is "" or "~" or "null";

    static int LineOf(Parser parser, int above) => above + (int)(parser.Current?.Start.Line ?? 1);
}

/// <param name="Text">Null for a list.</param>
sealed record FrontMatterField(string Name, int Line, string? Text, IReadOnlyList<string> Words);
