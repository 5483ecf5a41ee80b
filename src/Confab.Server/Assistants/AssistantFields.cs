using System.Globalization;
using System.Text;
using Confab.Inference.Routing;
using Confab.Protocol;
using Confab.Server.Accounts;
using Confab.Server.Messages;
using Confab.Server.Reactions;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Assistants;

/// <summary>Reads the fields of an assistant's text, and names the one that is wrong.</summary>
sealed class AssistantFields(FrontMatter fields)
{
    /// <summary>What every assistant's id begins with.</summary>
    public const string IdPrefix = "assistant:";

    /// <summary>The longest handle, ASCII.</summary>
    public const int MostHandle = 32;

    const int MostDescription = 200, MostPicture = 32, MostWords = 50, MostWordLength = 100;

    static readonly string[] Known =
    [
        "name", "handle", "description", "picture", "model", "strategy", "options", "options.maxTokens", "options.temperature", "options.topP", "options.topK",
        "options.repeatPenalty", "options.stopSequences", "options.seed", "mode", "triggers", "tools", "knowledge", "memory",
    ];

    public static CultureInfo Numbers => CultureInfo.InvariantCulture;

    public static string RequireInstructions(string text, int line) => text.Length switch
    {
        0 => throw new AssistantFileException(line, "instructions", "say below the second \"---\" what the assistant is to do"),
        > Limits.MaxContentLength => throw new AssistantFileException(line, "instructions", $"have at most {Limits.MaxContentLength} characters; these have {text.Length}"),
        _ => text,
    };

    public Assistant Read(string instructions, string? folder, UserId? id)
    {
        foreach (var name in fields.Names)
            if (!Known.Contains(name)) throw Wrong(name, $"is not known; there are {string.Join(", ", Known.Where(k => !k.Contains('.', StringComparison.Ordinal)))}");
        var assistantName = RequireName();
        var handle = Word("handle", MostHandle) ?? assistantName;
        if (!IsHandle(handle)) throw Wrong("handle", $"has 1 to {MostHandle} of a-z A-Z 0-9 _ - and begins with a letter or digit: people write it as @{{handle}}");
        return new Assistant(id ?? IdOf(handle), assistantName, handle, instructions)
        {
            Description = Word("description", MostDescription),
            Picture = Word("picture", MostPicture) is not { } picture ? null : Emoji.IsOne(picture) ? picture : throw Wrong("picture", "is one emoji"),
            Options = ReadOptions(),
            Mode = Mode(),
            Triggers = List("triggers"),
            Tools = List("tools"),
            Knowledge = Knowledge(folder),
            HasMemory = Word("memory", 5) switch { null or "true" => true, "false" => false, _ => throw Wrong("memory", "is true or false") },
        };
    }

    /// <summary>The id of an assistant that a file describes: it stays when the file's other words change.</summary>
    public static UserId IdOf(string handle) => new(IdPrefix + handle.ToLowerInvariant());

    public static bool IsId(UserId id) => id.Value.StartsWith(IdPrefix, StringComparison.Ordinal);

    string RequireName()
    {
        var name = Word("name", Limits.MaxUsernameLength) ?? throw Wrong("name", "is missing");
        try
        {
            return Username.Require(name);
        }
        catch (RequestRefused e)
        {
            throw Wrong("name", e.Message);
        }
    }

    static bool IsHandle(string text) =>
        text.Length is > 0 and <= MostHandle && char.IsAsciiLetterOrDigit(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');

    GenerationOptions ReadOptions()
    {
        if (fields["options"] is { Text: not null } or { Words.Count: > 0 }) throw Wrong("options", "holds fields, such as \"temperature: 0.7\"");
        if (fields["model"] is not null && fields["strategy"] is not null) throw Wrong("strategy", "chooses among models, and \"model\" names one; give one of them");
        return new GenerationOptions(
            Word("model", 200),
            Word("strategy", 50) is { } strategy ? StrategyNames.TryParse(strategy, out _) ? strategy : throw Wrong("strategy", $"is one of {string.Join(", ", StrategyNames.All)}") : null,
            (int?)Whole("options.maxTokens", 1, Limits.MaxTokens),
            Number("options.temperature", 0, 2), Number("options.topP", 0.0001, 1), (int?)Whole("options.topK", 0, 100_000), Number("options.repeatPenalty", 0.01, 10),
            List("options.stopSequences", most: 8) is { Count: > 0 } stops ? stops : null, Whole("options.seed", long.MinValue, long.MaxValue));
    }

    AssistantMode? Mode()
    {
        if (Word("mode", 10) is not { } word) return null;
        return Enum.GetValues<AssistantMode>().Cast<AssistantMode?>().FirstOrDefault(m => m!.Value.Word() == word) ?? throw Wrong("mode", "is off, mention, smart or all");
    }

    string? Knowledge(string? folder)
    {
        if (Word("knowledge", 1000) is not { } path) return null;
        // What lies on the server is the operator's to show.
        if (folder is null) throw Wrong("knowledge", "is for assistants of the operator's files: it names a folder of the server");
        return Path.GetFullPath(Path.Combine(folder, path));
    }

    long? Whole(string name, long least, long most)
    {
        if (Word(name, 30) is not { } word) return null;
        return long.TryParse(word, NumberStyles.AllowLeadingSign, Numbers, out var number) && number >= least && number <= most
            ? number
            : throw Wrong(name, most == long.MaxValue ? "is a whole number" : $"is a whole number from {least} to {most}");
    }

    double? Number(string name, double least, double most)
    {
        if (Word(name, 30) is not { } word) return null;
        return double.TryParse(word, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, Numbers, out var number) && number >= least && number <= most
            ? number
            : throw Wrong(name, string.Create(Numbers, $"is a number from {least} to {most}"));
    }

    string? Word(string name, int most)
    {
        if (fields[name] is not { } field) return null;
        var text = field.Text?.Trim().Normalize(NormalizationForm.FormC) ?? throw Wrong(name, "is one value and no list");
        if (text.Length > most) throw Wrong(name, $"has at most {most} characters");
        return text.Length == 0 ? null : OneLine.Of(text) == text || name == "picture" ? text : throw Wrong(name, "stands on one line, without characters that cannot be seen");
    }

    IReadOnlyList<string> List(string name, int most = MostWords)
    {
        if (fields[name] is not { } field) return [];
        IReadOnlyList<string> words = field.Text is { } one ? [one] : field.Words;
        if (words.Count > most) throw Wrong(name, $"has at most {most} entries");
        return words.FirstOrDefault(w => w.Length is 0 or > MostWordLength) is null ? words : throw Wrong(name, $"has entries of 1 to {MostWordLength} characters");
    }

    AssistantFileException Wrong(string name, string why) => new(fields[name]?.Line ?? 1, name, why);
}
