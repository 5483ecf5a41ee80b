using Confab.Cli.CommandLine;
using Confab.Cli.Models;
using Confab.Cli.Terminal.Chat;
using Confab.Cli.Terminal.Drawing;
using Confab.Cli.Terminal.Text;
using Confab.Inference.Catalog;
using Confab.Inference.Llama;

namespace Confab.Cli.Conversations;

/// <summary>The commands of a chat with a model, the same on a terminal and on a pipe.</summary>
sealed class ConversationCommands
{
    readonly Chatter _chatter;
    readonly Ways _ways;
    readonly SlashCommands _commands;

    public ConversationCommands(Chatter chatter, Ways ways)
    {
        (_chatter, _ways) = (chatter, ways);
        _commands = new SlashCommands([new SlashCommandGroup("",
        [
            new("/clear", "", "forget the conversation and begin anew", _ => Clear()),
            new("/save", "[FILE]", $"save the conversation, in {SavedConversation.DefaultFile} by default", Save),
            new("/load", "[FILE]", "go on with a saved conversation", Load),
            new("/stats", "", "show what happened so far", _ => ways.Show(chatter.Stats.Rows(chatter.Conversation.Turns.Count, chatter.Now))),
            new("/model", "", "show which model answers", _ => ways.Show(Describe(chatter.Model))),
            new("/switch", "FILE", "let another GGUF model go on", SwitchAsync),
            new("/help", "", "show this list", _ => ways.Show(_commands!.Help())),
            new("/quit", "", "leave (also exit, quit, bye, goodbye, Ctrl+C)", _ => ways.Leave()),
        ])]);
    }

    /// <summary>What the commands need of whoever shows them.</summary>
    /// <param name="Show">Rows of our own making.</param>
    /// <param name="Note">A sentence.</param>
    /// <param name="Problem">A sentence about what went wrong.</param>
    /// <param name="Loading">Told on any thread how far a model is read, 0 to 1; null when that is over.</param>
    /// <param name="Leave">Ends the chat.</param>
    /// <param name="Stop">The chat has ended.</param>
    public sealed record Ways(
        Action<IEnumerable<string>> Show, Action<string> Note, Action<string> Problem, Action<float?> Loading, Action Leave, CancellationToken Stop);

    public Task RunAsync(string line) => _commands.RunAsync(line, _ways.Problem);

    public static IEnumerable<string> Describe(Model model)
    {
        yield return "";
        yield return Row("Model", model.Name == model.Id ? model.Id : $"{model.Id} ({model.Name})");
        yield return Row("Engine", model.Engine);
        if (model.Card.SizeBytes is { } size) yield return Row("Size", ByteSize.Of(size));
        if (model.ContextLength < int.MaxValue) yield return Row("Context", $"{model.ContextLength} tokens");
    }

    void Clear()
    {
        _chatter.Conversation.Clear();
        _ways.Note("The conversation is forgotten.");
    }

    void Save(string path) => Try(() =>
    {
        path = path.Length > 0 ? path : SavedConversation.DefaultFile;
        SavedConversation.Save(path, _chatter.Conversation.Turns, _chatter.Stats, _chatter.Now);
        _ways.Note($"Saved {_chatter.Conversation.Turns.Count} entries in {path}");
    });

    void Load(string path) => Try(() =>
    {
        path = path.Length > 0 ? path : SavedConversation.DefaultFile;
        _chatter.Conversation.Replace(SavedConversation.Load(path, _chatter.Now));
        _ways.Note($"Loaded {_chatter.Conversation.Turns.Count} entries from {path}");
    });

    async Task SwitchAsync(string path)
    {
        if (path.Length == 0)
        {
            _ways.Problem("Which model? /switch FILE.gguf");
            return;
        }
        _ways.Note($"Loading {path} …");
        try
        {
            await _chatter.SwitchAsync(path, new Telling(done => _ways.Loading(done)), _ways.Stop);
            _ways.Note($"{_chatter.Model.Id} answers from now on.");
        }
        catch (OperationCanceledException) when (_ways.Stop.IsCancellationRequested)
        {
            // The user left meanwhile.
        }
        catch (Exception fault) when (fault is Failure or ModelLoadException or LlamaNativesException or IOException or UnauthorizedAccessException)
        {
            _ways.Problem($"Not switched: {fault.Message}. {_chatter.Model.Id} goes on.");
        }
        finally
        {
            _ways.Loading(null);
        }
    }

    void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception fault) when (fault is Failure or IOException or UnauthorizedAccessException)
        {
            _ways.Problem(fault.Message);
        }
    }

    static string Row(string name, string value) => $"  {Style.Dim(name.PadRight(12))}{SafeText.CleanLine(value)}";
}
