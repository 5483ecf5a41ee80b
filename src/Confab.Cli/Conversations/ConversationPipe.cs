using Confab.Cli.CommandLine;
using Confab.Cli.Terminal.Chat;
using Confab.Cli.Terminal.Text;

namespace Confab.Cli.Conversations;

/// <summary>The chat with a model for programs: a line in, an answer out; everything else goes to the error stream.</summary>
sealed class ConversationPipe(Chatter chatter, TextReader input, TextWriter output, TextWriter notes)
{
    public async Task<int> RunAsync(CancellationToken stop)
    {
        var isOver = false;
        var commands = new ConversationCommands(chatter, new(
            rows => WriteRows(rows), Note, problem => Note($"confab: {problem}"), _ => { }, () => isOver = true, stop));
        var failed = false;
        while (!isOver && await input.ReadLineAsync(stop).AsTask().WaitAsync(stop) is { } line && !SlashCommands.IsExit(line))
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            if (SlashCommands.IsCommand(line)) await commands.RunAsync(line);
            else failed |= !await AnswerAsync(SlashCommands.Unescape(line), stop);
        }
        return failed ? ExitCode.Failed : ExitCode.Ok;
    }

    async Task<bool> AnswerAsync(string question, CancellationToken stop)
    {
        try
        {
            await chatter.AskAsync(question, (_, piece) => WriteAsync(piece), stop);
            return true;
        }
        catch (Exception fault) when (ModelFault.Is(fault))
        {
            Note($"confab: {ModelFault.Describe(fault)}");
            return false;
        }
        finally
        {
            await output.WriteLineAsync();
        }
    }

    async ValueTask WriteAsync(string piece)
    {
        await output.WriteAsync(SafeText.Clean(piece));
        await output.FlushAsync();
    }

    void Note(string text) => notes.WriteLine(SafeText.Clean(text));

    void WriteRows(IEnumerable<string> rows)
    {
        foreach (var row in rows.SkipWhile(string.IsNullOrEmpty)) notes.WriteLine(string.Concat(StyledText.Pieces(row).Where(piece => !piece.IsStyle).Select(piece => piece.Text)));
    }
}
