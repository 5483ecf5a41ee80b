using Confab.Cli.Rooms.Signals;
using Confab.Cli.Terminal;
using Confab.Cli.Terminal.Chat;
using Confab.Cli.Terminal.Editing;
using Confab.Cli.Terminal.Keys;
using Confab.Client;
using Confab.Protocol;

namespace Confab.Cli.Rooms;

/// <summary>The terminal client: the rooms of a server, one of them on the screen.</summary>
sealed class RoomChat
{
    readonly ConfabClient _client;
    readonly TimeProvider _clock;
    readonly UiLoop _loop;
    readonly LineEditor _editor = new();
    readonly TypingSignal _typing;
    readonly OwnPresence _presence;
    readonly Completion _completion;
    readonly RoomDesk _desk;
    readonly RoomActions _actions;
    readonly CancellationTokenSource _leaving = new();
    Screen? _screen;

    /// <param name="WhyClosed">Why the connection ended, when that was the reason; null when the user left.</param>
    /// <param name="Unsent">Messages that were written and did not go out.</param>
    public sealed record Parting(string? WhyClosed, IReadOnlyList<string> Unsent);

    public RoomChat(ConfabClient client, TimeProvider clock)
    {
        (_client, _clock) = (client, clock);
        _loop = new UiLoop(clock);
        _typing = new TypingSignal(client, clock);
        _desk = new RoomDesk(client, clock);
        _presence = new OwnPresence(client, clock);
        _actions = new RoomActions(client, _desk, _presence, _loop, new RoomActions.Ways(Leave, PutBack), clock);
        _completion = new Completion(
            () => _actions.CommandNames, () => _desk.Current?.State.Members.Select(Addressing.HandleOf) ?? [],
            () => _desk.Talk is { } talk ? Suggestions.Of(talk) : []);
    }

    public async Task<Parting> RunAsync(RoomId room, CancellationToken stop)
    {
        IReadOnlyList<string> unsent;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, _leaving.Token);
        using (_screen = new Screen(_loop.Poke))
        {
            _actions.Begin(room);
            Task[] pumps = [HearAsync(either.Token), ReadKeysAsync(either.Token), _loop.TickAsync(either.Token)];
            try
            {
                await _loop.RunAsync(Draw, either.Token);
            }
            catch (OperationCanceledException) when (either.IsCancellationRequested)
            {
                Draw();
            }
            await _leaving.CancelAsync();
            await UiLoop.EndOf(pumps);
            unsent = await _actions.FinishAsync();
        }
        return new Parting(_client.State is ConnectionState.Closed closed && !stop.IsCancellationRequested ? closed.Why : null, unsent);
    }

    void PutBack(string text)
    {
        if (!_editor.PutBack(text)) _desk.AddNote("Up brings it back.");
    }

    void Leave() => _leaving.Cancel();

    async Task HearAsync(CancellationToken stop)
    {
        await foreach (var heard in _client.Events.WithCancellation(stop))
            await _loop.PostAsync(() => Hear(heard), stop);
        _loop.Finish();
    }

    void Hear(ClientEvent heard)
    {
        _desk.Hear(heard);
        _actions.Hear(heard);
        if (heard is ClientEvent.Changed { State: ConnectionState.Open }) _presence.Reconnected();
    }

    async Task ReadKeysAsync(CancellationToken stop)
    {
        try
        {
            await foreach (var key in Screen.KeysAsync(_clock, stop))
                await _loop.PostAsync(() => Press(key), stop);
        }
        finally
        {
            Leave();
        }
    }

    void Press(Key key)
    {
        _presence.KeyPressed();
        switch (key.Kind)
        {
            case KeyKind.Interrupt:
            case KeyKind.EndOfInput when _editor.IsEmpty:
                Leave();
                return;
            case KeyKind.Escape:
                _actions.StepBack();
                return;
            case KeyKind.Redraw:
                _screen!.Wipe();
                return;
            case KeyKind.Enter:
                if (_editor.Enter() is { } line) Enter(line);
                break;
            case KeyKind.Tab:
                _completion.Press(_editor);
                break;
            default:
                _editor.Apply(key);
                break;
        }
        _typing.Note(_desk.Current?.Id, _editor.Text);
    }

    void Enter(string line)
    {
        if (string.IsNullOrWhiteSpace(line)) return;
        if (SlashCommands.IsExit(line)) Leave();
        else if (SlashCommands.IsCommand(line) && !_desk.IsHandle(line)) _actions.Run(line);
        else
        {
            _typing.Sent();
            _actions.Say(SlashCommands.Unescape(line));
        }
    }

    void Draw()
    {
        var (width, height) = (Screen.Width, Screen.Height);
        var frame = _desk.Frame(width).Compose(_editor, width, height);
        _screen!.Print(_desk.TakeFinal());
        _screen.Show(frame);
        _desk.SayHowFar();
        _presence.Tell();
    }
}
