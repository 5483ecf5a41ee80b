using System.Threading.Channels;
using Confab.Cli.Terminal;
using Confab.Cli.Terminal.Chat;
using Confab.Client;
using Confab.Protocol;

namespace Confab.Cli.Rooms;

/// <summary>What a user can do in a room. Asking the server happens in the background; its outcome comes back to the screen's loop.</summary>
sealed class RoomActions
{
    static readonly TimeSpan LastWords = TimeSpan.FromSeconds(3);
    static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    readonly ConfabClient _client;
    readonly RoomDesk _desk;
    readonly UiLoop _loop;
    readonly Ways _ways;
    readonly TimeProvider _clock;
    readonly SlashCommands _commands;
    readonly CancellationTokenSource _stop = new();

    public RoomActions(ConfabClient client, RoomDesk desk, UiLoop loop, Ways ways, TimeProvider clock)
    {
        (_client, _desk, _loop, _ways, _clock) = (client, desk, loop, ways, clock);
        _commands = new SlashCommands(
        [
            new("/rooms", "", "list the rooms", _ => ListRooms()),
            new("/join", "ROOM", "enter a room, or go back to it", Join),
            new("/create", "NAME", "make a room and enter it", Create),
            new("/leave", "", "stop being a member of this room", _ => LeaveRoom()),
            new("/who", "", "list the members of this room", _ => ListMembers()),
            new("/history", "", "show older messages", _ => ShowOlder()),
            new("/models", "", "list the server's models", _ => ListModels()),
            new("/stop", "", "stop the answer that is being written (or Esc)", _ => StopReply(isOrder: true)),
            new("/clear", "", "clear the screen", _ => ways.Wipe()),
            new("/help", "", "show this list", _ => ShowHelp()),
            new("/quit", "", "leave (also exit, quit, bye, goodbye, Ctrl+C)", _ => ways.Leave()),
        ]);
    }

    /// <summary>What the actions need of the screen.</summary>
    public sealed record Ways(Action Leave, Action Wipe, Action<string> PutBack);

    public void Run(string line) => _ = _commands.RunAsync(line, _desk.AddProblem);

    public void Say(string text)
    {
        if (_desk.Current is not { } pane)
        {
            _desk.AddProblem("You are in no room. /rooms lists them, /join ROOM enters one.");
            _ways.PutBack(text);
            return;
        }
        var message = new Outgoing(MessageId.New(), text);
        pane.Send(message);
        _ = InBackground(() => _client.ChatAsync(pane.Id, text, message.Id, stop: _stop.Token), refused: () =>
        {
            pane.Withdraw(message);
            _ways.PutBack(text);
        });
    }

    public void Enter(RoomId room, bool create)
    {
        var pane = _desk.Open(room);
        _desk.Show(pane);
        _ = InBackground(() => _client.JoinAsync(room, create, _stop.Token), refused: () => _desk.Close(room));
    }

    /// <param name="isOrder">Whether somebody said so in words, and wants to hear when there was nothing to stop.</param>
    public void StopReply(bool isOrder)
    {
        if (_desk.Current?.State.Replies.FirstOrDefault(reply => reply.Ended is null) is { } reply)
            _ = InBackground(() => _client.StopStreamAsync(reply.StreamId, _stop.Token));
        else if (isOrder) _desk.AddNote("Nobody is answering.");
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
        await _stop.CancelAsync();
        return unsent;
    }

    Task ListRooms() => InBackground(async () =>
    {
        var rooms = (await _client.ListRoomsAsync(_stop.Token)).Rooms;
        await TellAsync(() => _desk.AddRows(_ => Listing.Rooms(rooms, _desk.Panes.Select(pane => pane.Id).ToHashSet(), _desk.Current?.Id)));
    });

    void Join(string said)
    {
        if (said.Length == 0) _desk.AddProblem("Which room? /rooms lists them; then /join ROOM.");
        else _ = InBackground(async () =>
        {
            var found = RoomLookup.Find((await _client.ListRoomsAsync(_stop.Token)).Rooms, said);
            await TellAsync(() =>
            {
                if (found is not null) Enter(found.Id, create: false);
                else _desk.AddProblem($"There is no room \"{said}\". /rooms lists them, /create {said} makes it.");
            });
        });
    }

    void Create(string name)
    {
        if (name.Length == 0) _desk.AddProblem("What shall it be called? /create NAME.");
        else _ = InBackground(async () =>
        {
            var room = (await _client.CreateRoomAsync(name, stop: _stop.Token)).Room;
            await TellAsync(() => Enter(room.Id, create: false));
        });
    }

    void LeaveRoom()
    {
        if (_desk.Current is not { } pane) return;
        _ = InBackground(async () =>
        {
            await _client.LeaveAsync(pane.Id, _stop.Token);
            await TellAsync(() =>
            {
                _desk.Close(pane.Id);
                _desk.AddNote($"You have left {pane.Name}.");
            });
        });
    }

    void ListMembers()
    {
        if (_desk.Current is { } pane) _desk.AddRows(_ => Listing.Members(pane.State.Members));
    }

    void ShowOlder()
    {
        if (_desk.Current is not { } pane) return;
        if (!pane.State.HasOlder || pane.State.Messages.Count == 0) _desk.AddNote("This is the beginning; there is nothing older.");
        else _ = InBackground(async () =>
        {
            var page = await _client.HistoryAsync(pane.Id, pane.State.Messages[0].Seq, stop: _stop.Token);
            await TellAsync(() => _desk.AddRows(width => Listing.Older(page, width)));
        });
    }

    Task ListModels() => InBackground(async () =>
    {
        var models = (await _client.ListModelsAsync(_stop.Token)).Models;
        await TellAsync(() => _desk.AddRows(_ => Listing.Models(models)));
    });

    void ShowHelp() => _desk.AddRows(_ => [.. _commands.Help(), "", .. Listing.Keys()]);

    async Task InBackground(Func<Task> work, Action? refused = null)
    {
        try
        {
            await work();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The user left.
        }
        catch (Exception fault) when (fault is RequestRefusedException or ConnectionLostException or TimeoutException or OutboxFullException)
        {
            await TellAsync(() =>
            {
                _desk.AddProblem(fault.Message);
                refused?.Invoke();
            });
        }
    }

    async Task TellAsync(Action outcome)
    {
        try
        {
            await _loop.PostAsync(outcome, _stop.Token);
        }
        catch (Exception end) when (end is ChannelClosedException || _stop.IsCancellationRequested)
        {
            // The screen is gone; what was not sent is told after it.
        }
    }
}
