using Confab.Cli.Rooms;
using Confab.Cli.Rooms.Signals;
using Confab.Cli.Terminal;
using Confab.Cli.Terminal.Chat;
using Confab.Cli.Terminal.Editing;
using Confab.Client;
using Confab.Protocol;
using Confab.Tests.Support;

namespace Confab.Tests.Cli;

/// <summary>The chat of the terminal over a real server, with a screen that a test reads instead of a terminal.</summary>
sealed partial class TerminalUnderTest : IAsyncDisposable
{
    const int Width = 100;

    readonly CancellationTokenSource _leaving = new();
    readonly UiLoop _loop = new(TimeProvider.System);
    readonly LineEditor _editor = new();
    readonly RoomDesk _desk;
    readonly OwnPresence _presence;
    readonly RoomActions _actions;
    readonly List<string> _gone = [];
    readonly int _height;
    volatile string[] _alive = [];
    Task[] _pumps = [];

    TerminalUnderTest(ConfabClient client, int height)
    {
        (Client, _height) = (client, height);
        _desk = new RoomDesk(client, TimeProvider.System);
        _presence = new OwnPresence(client, TimeProvider.System);
        _actions = new RoomActions(client, _desk, _presence, _loop, new(_leaving.Cancel, text => _editor.PutBack(text)), TimeProvider.System);
    }

    public ConfabClient Client { get; }

    /// <summary>What stands on the screen now, without colours, one row under the other.</summary>
    public string Screen => string.Join('\n', _alive);

    public static async Task<TerminalUnderTest> StartAsync(ChatApplication app, string name, int height = 60)
    {
        var client = await ConfabClient.ConnectAsync(new ConfabClientOptions { Server = app.Address, Username = name, Device = "terminal" }, TestTime.Deadline());
        var terminal = new TerminalUnderTest(client, height);
        terminal._actions.Begin(new RoomId("general"));
        terminal._pumps = [terminal.HearAsync(), terminal._loop.RunAsync(terminal.Draw, terminal._leaving.Token), terminal._loop.TickAsync(terminal._leaving.Token)];
        await terminal.ShowsAsync("── general");
        return terminal;
    }

    /// <summary>As if written and entered.</summary>
    public async Task EnterAsync(string line) => await _loop.PostAsync(() =>
    {
        if (SlashCommands.IsCommand(line) && !_desk.IsHandle(line)) _actions.Run(line);
        else _actions.Say(SlashCommands.Unescape(line));
    }, TestTime.Deadline());

    public Task EscapeAsync() => _loop.PostAsync(_actions.StepBack, TestTime.Deadline()).AsTask();

    public async Task ShowsAsync(params string[] words)
    {
        var deadline = TestTime.Deadline();
        while (!words.All(word => Screen.Contains(word, StringComparison.Ordinal)))
        {
            if (deadline.IsCancellationRequested) Assert.Fail($"the screen never showed {string.Join(" and ", words)}, but:\n{Screen}");
            await Task.Delay(5, CancellationToken.None);
        }
    }

    public Task NoLongerShowsAsync(string words) => TestTime.UntilAsync(() => !Screen.Contains(words, StringComparison.Ordinal), $"\"{words}\" left the screen:\n{Screen}");

    /// <summary>What has gone off the top of the screen.</summary>
    public string Gone
    {
        get { lock (_gone) return string.Join('\n', _gone); }
    }

    async Task HearAsync()
    {
        await foreach (var heard in Client.Events.WithCancellation(_leaving.Token))
            await _loop.PostAsync(() =>
            {
                _desk.Hear(heard);
                _actions.Hear(heard);
            }, _leaving.Token);
    }

    void Draw()
    {
        var frame = _desk.Frame(Width).Compose(_editor, Width, _height);
        lock (_gone) _gone.AddRange(_desk.TakeFinal().Select(Plain));
        _alive = [.. frame.Rows.Select(Plain)];
        _desk.SayHowFar();
        _presence.Tell();
    }

    static string Plain(string row) => Colour().Replace(row, "");

    [System.Text.RegularExpressions.GeneratedRegex("\e\\[[0-9;]*m")]
    private static partial System.Text.RegularExpressions.Regex Colour();

    public async ValueTask DisposeAsync()
    {
        await _actions.FinishAsync();
        await _leaving.CancelAsync();
        await UiLoop.EndOf(_pumps);
        await Client.DisposeAsync();
    }
}
