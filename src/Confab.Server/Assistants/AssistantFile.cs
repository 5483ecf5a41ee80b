using System.Globalization;
using System.Text;
using Confab.Protocol;

namespace Confab.Server.Assistants;

/// <summary>
/// An assistant as a text: fields in YAML between two lines of dashes, and below them its instructions in Markdown. Files and
/// assistants made in the page are the same text.
/// </summary>
public static class AssistantFile
{
    /// <summary>Most of a whole text, UTF-16.</summary>
    public const int MostText = 32 * 1024;

    const string Dashes = "---";

    /// <exception cref="AssistantFileException">Something in it is wrong; its line and field are named.</exception>
    /// <param name="text">The whole text.</param>
    /// <param name="folder">Where its folder of knowledge lies; null where it may have none.</param>
    /// <param name="id">Null: by its handle.</param>
    public static Assistant Parse(string text, string? folder = null, UserId? id = null)
    {
        if (text.Length > MostText) throw new AssistantFileException(1, null, $"an assistant has at most {MostText} characters; this one has {text.Length}");
        var lines = text.TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n');
        if (lines[0].TrimEnd() != Dashes) throw new AssistantFileException(1, null, "begin with a line \"---\", then fields such as \"name: Tutor\", then \"---\" and the instructions");
        var end = Array.FindIndex(lines, 1, line => line.TrimEnd() == Dashes);
        if (end < 0) throw new AssistantFileException(lines.Length, null, "a second line \"---\" ends the fields; it is missing");
        var yaml = string.Join('\n', lines[1..end]);
        if (yaml.Length > FrontMatter.MostText) throw new AssistantFileException(1, null, $"the fields have at most {FrontMatter.MostText} characters");
        var fields = new AssistantFields(FrontMatter.Read(yaml, above: 1));
        var instructions = AssistantFields.RequireInstructions(string.Join('\n', lines[(end + 1)..]).Trim(), end + 2);
        return fields.Read(instructions, folder, id) with { Text = text };
    }

    /// <summary>The text that <see cref="Parse"/> reads as this assistant; what it is usually is left out.</summary>
    public static string Write(Assistant assistant)
    {
        var text = new StringBuilder(Dashes).Append('\n');
        Put("name", assistant.Name);
        Put("handle", assistant.Handle);
        Put("description", assistant.Description);
        Put("picture", assistant.Picture);
        Put("model", assistant.Options.Model);
        Put("strategy", assistant.Options.Strategy);
        PutOptions(assistant.Options);
        Put("mode", assistant.Mode?.ToString().ToLowerInvariant());
        PutList("triggers", assistant.Triggers);
        PutList("tools", assistant.Tools);
        if (!assistant.HasMemory) text.Append("memory: false\n");
        return text.Append(Dashes).Append("\n\n").Append(assistant.Instructions).Append('\n').ToString();

        void Put(string name, string? value)
        {
            if (value is not null) text.Append(name).Append(": ").Append(Quote(value)).Append('\n');
        }

        void PutList(string name, IReadOnlyList<string> words)
        {
            if (words.Count > 0) text.Append(name).Append(": [").AppendJoin(", ", words.Select(Quote)).Append("]\n");
        }

        void PutOptions(GenerationOptions o)
        {
            var all = new (string Name, string? Value)[]
            {
                ("maxTokens", o.MaxTokens?.ToString(AssistantFields.Numbers)), ("temperature", o.Temperature?.ToString(AssistantFields.Numbers)),
                ("topP", o.TopP?.ToString(AssistantFields.Numbers)), ("topK", o.TopK?.ToString(AssistantFields.Numbers)),
                ("repeatPenalty", o.RepeatPenalty?.ToString(AssistantFields.Numbers)), ("seed", o.Seed?.ToString(AssistantFields.Numbers)),
                ("stopSequences", o.StopSequences is { Count: > 0 } stops ? $"[{string.Join(", ", stops.Select(Quote))}]" : null),
            };
            if (all.All(option => option.Value is null)) return;
            text.Append("options:\n");
            foreach (var (name, value) in all)
                if (value is not null) text.Append("  ").Append(name).Append(": ").Append(value).Append('\n');
        }
    }

    /// <summary>Plain where nobody can take it for anything else.</summary>
    static string Quote(string text)
    {
        if (text.Length > 0 && text is not "null" && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_')) return text;
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
            if (c is '"' or '\\') quoted.Append('\\').Append(c);
            else if (char.IsControl(c) || c is '\u2028' or '\u2029') quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
            else quoted.Append(c);
        return quoted.Append('"').ToString();
    }
}
