using System.Globalization;
using Confab.Cli.Rooms.Commands;
using Confab.Cli.Rooms.Showing;
using Confab.Cli.Rooms.Signals;
using Confab.Cli.Terminal;
using Confab.Cli.Terminal.Chat;
using Confab.Client;
using Confab.Protocol;

namespace Confab.Cli.Rooms;

/// <summary>What a user can do in the rooms of a server.</summary>
sealed class RoomActions
{
    static readonly TimeSpan LastWords = TimeSpan.FromSeconds(3);
    static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    readonly ConfabClient _client;
    readonly RoomDesk _desk;
    readonly Ways _ways;
    readonly TimeProvider _clock;
    readonly Errands _errands;
    readonly RoomEntry _entry;
    readonly MemoryNotes _memoryNotes;
    readonly FileCommands _files;
    readonly SlashCommands _commands;

    public RoomActions(ConfabClient client, RoomDesk desk, OwnPresence presence, UiLoop loop, Ways ways, TimeProvider clock)
    {
        (_client, _desk, _ways, _clock) = (client, desk, ways, clock);
        _errands = new Errands(desk, loop);
        _entry = new RoomEntry(client, desk, _errands);
        var (choice, person) = (new MessageChoice(client, desk), new PersonChoice(client, desk));
        var (assistants, memories) = (new AssistantChoice(client, desk), new Memories());
        _memoryNotes = new MemoryNotes(desk, memories);
        _files = new FileCommands(client, desk, _errands, choice, loop);
        _commands = new SlashCommands(
        [
            new MessageCommands(client, desk, _errands, choice, ways.PutBack).Group,
            new AnswerCommands(client, desk, _errands, choice, memories).Group,
            new MemoryCommands(client, desk, _errands, assistants, memories, Say).Group,
            new AssistantCommands(client, desk, _errands, assistants).Group,
            new ThreadCommands(client, desk, _errands, choice).Group,
            _files.Group,
            new SearchCommands(client, desk, _errands, choice).Group,
            new RoomCommands(client, desk, _errands, person, _entry).Group,
            new PeopleCommands(client, desk, _errands, person, presence).Group,
            new("Here",
            [
                new("/1", "", "say what is suggested; /2, /3 … the others", _ => TakeSuggestion(0)),
                new("/models", "", "list the server's models", _ => ListModels()),
                new("/stop", "", "stop the answer that is being written (or Esc)", _ => StopReply(isOrder: true)),
                new("/help", "", "show this list", _ => ShowHelp()),
                new("/quit", "", "leave (also exit, quit, bye, goodbye, Ctrl+C)", _ => ways.Leave()),
            ]),
        ]);
    }

    /// <summary>What the actions need of the screen.</summary>
    public sealed record Ways(Action Leave, Action<string> PutBack);

    public IEnumerable<string> CommandNames => _commands.Names;

    public void Run(string line)
    {
        if (int.TryParse(line.AsSpan(1).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) TakeSuggestion(number - 1);
        else _ = _commands.RunAsync(line, _desk.AddProblem);
    }

    public void Say(string text)
    {
        if (_desk.Talk is not { } talk)
        {
            _desk.AddProblem("You are in no room. /rooms lists them, /join ROOM enters one.");
            _ways.PutBack(text);
            return;
        }
        var message = new Outgoing(MessageId.New(), text, talk.Thread);
        var after = talk.After;
        talk.Pane.Send(message);
        _errands.Run(stop => _client.ChatAsync(talk.Pane.Id, text, message.Id, thread: talk.Thread, after: after, stop: stop), refused: () =>
        {
            talk.Pane.Withdraw(message);
            _ways.PutBack(text);
        });
    }

    /// <summary>Enters the first room, and listens to the others that one is in.</summary>
    public void Begin(RoomId room)
    {
        _entry.Enter(room);
        _entry.HearAll();
    }

    public void Hear(ClientEvent heard)
    {
        _entry.Note(heard);
        _memoryNotes.Hear(heard);
    }

    /// <summary>Esc: stops what is on its way, a file before an answer; where nothing is, leaves the thread.</summary>
    public void StepBack()
    {
        if (_files.StopNewest()) return;
        if (RunningReply() is not null) StopReply(isOrder: false);
        else _desk.LeaveThread();
    }

    /// <summary>What was written last still goes out, if that is possible soon.</summary>
    /// <returns>The messages that did not.</returns>
    public async Task<IReadOnlyList<string>> FinishAsync()
    {
        using var patience = new CancellationTokenSource(LastWords, _clock);
        try
        {
            while (_client.Unsent > 0 && _client.State is ConnectionState.Open) await Task.Delay(Glance, _clock, patience.Token);
        }
        catch (OperationCanceledException)
        {
            // Whoever leaves does not wait for a server that takes its time.
        }
        IReadOnlyList<string> unsent = [.. _client.Undelivered.Select(message => message.Content)];
        await _errands.EndAsync();
        return unsent;
    }

    void TakeSuggestion(int index)
    {
        var items = _desk.Talk is { } talk ? Suggestions.Of(talk) : [];
        if (index >= 0 && index < items.Count) Say(items[index]);
        else _desk.AddNote(items.Count == 0 ? "Nothing is suggested now." : $"There are suggestions /1 to /{items.Count}.");
    }

    /// <param name="isOrder">Whether somebody said so in words, and wants to hear when there was nothing to stop.</param>
    void StopReply(bool isOrder)
    {
        if (RunningReply() is { } reply) _errands.Run(stop => _client.StopStreamAsync(reply, stop));
        else if (isOrder) _desk.AddNote("Nobody is answering.");
    }

    StreamId? RunningReply() =>
        _desk.Talk is { } talk ? talk.Pane.State.Replies.FirstOrDefault(reply => reply.Ended is null && reply.ThreadId == talk.Thread)?.StreamId : null;

    void ListModels() => _errands.Run(_client.ListModelsAsync, list => _desk.AddRows(_ => Listing.Models(list.Models)));

    void ShowHelp() => _desk.AddRows(width => [.. _commands.Help(width), "", .. Listing.Keys()]);
}
