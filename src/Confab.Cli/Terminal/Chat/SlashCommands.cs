using Confab.Cli.Terminal.Drawing;
using Confab.Cli.Terminal.Text;

namespace Confab.Cli.Terminal.Chat;

/// <param name="Name">With its slash.</param>
/// <param name="Arguments">As the help shows them.</param>
/// <param name="Summary">What it does.</param>
/// <param name="Run">Gets what stands behind the name; tells its outcome itself.</param>
sealed record SlashCommand(string Name, string Arguments, string Summary, Func<string, Task> Run)
{
    /// <summary>Other names of the same, which the help does not list.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    public SlashCommand(string name, string arguments, string summary, Action<string> run)
        : this(name, arguments, summary, rest =>
        {
            run(rest);
            return Task.CompletedTask;
        })
    {
    }
}

/// <param name="Title">What they are about; empty for a chat that has few.</param>
/// <param name="Commands">In the order of the help.</param>
sealed record SlashCommandGroup(string Title, IReadOnlyList<SlashCommand> Commands);

/// <summary>The commands of one kind of chat.</summary>
sealed class SlashCommands(IReadOnlyList<SlashCommandGroup> groups)
{
    readonly SlashCommand[] _all = [.. groups.SelectMany(group => group.Commands)];

    public IEnumerable<string> Names => _all.Select(command => command.Name);

    const int LeastSummary = 20;

    static readonly string[] ExitWords = ["exit", "quit", "bye", "goodbye", "q"];

    public static bool IsExit(string line) => ExitWords.Contains(line.Trim().ToLowerInvariant());

    public static bool IsCommand(string line) => line is ['/', not '/', ..];

    /// <summary>Two slashes in front write one, for a message that begins so.</summary>
    public static string Unescape(string line) => line.StartsWith("//", StringComparison.Ordinal) ? line[1..] : line;

    /// <param name="line">The command and its arguments.</param>
    /// <param name="problem">Told what was wrong.</param>
    public Task RunAsync(string line, Action<string> problem)
    {
        var (word, rest) = Split(line);
        if (_all.FirstOrDefault(command => command.Name == word || command.Aliases.Contains(word)) is { } found) return found.Run(rest);
        problem(Unknown(word));
        return Task.CompletedTask;
    }

    /// <param name="width">Columns there are; a summary that is longer goes on below itself.</param>
    public IEnumerable<string> Help(int width = int.MaxValue)
    {
        var column = _all.Max(command => Usage(command).Length) + 3;
        foreach (var group in groups)
        {
            yield return "";
            if (group.Title.Length > 0) yield return $"  {Style.Bold(group.Title)}";
            foreach (var command in group.Commands)
            {
                var rows = Wrapping.Rows(command.Summary, Math.Max(LeastSummary, width - column - 3));
                yield return $"  {Style.Accent(Usage(command).PadRight(column))}{rows[0]}";
                foreach (var row in rows.Skip(1)) yield return new string(' ', column + 2) + row;
            }
        }
    }

    string Unknown(string word)
    {
        var near = _all.FirstOrDefault(command => command.Name.StartsWith(word, StringComparison.Ordinal));
        return near is null
            ? $"There is no command {word}. /help lists them; to write a message that begins with a slash, double it."
            : $"There is no command {word}; did you mean {near.Name}?";
    }

    static (string Word, string Arguments) Split(string line)
    {
        var parts = line.Trim().Split([' ', '\n'], 2);
        return (parts[0].ToLowerInvariant(), parts.Length > 1 ? parts[1].Trim() : "");
    }

    static string Usage(SlashCommand command) => $"{command.Name} {command.Arguments}".TrimEnd();
}
