using Confab.Cli.Terminal;
using Confab.Cli.Terminal.Chat;
using Confab.Cli.Terminal.Drawing;
using Confab.Cli.Terminal.Editing;
using Confab.Cli.Terminal.Keys;
using Confab.Cli.Terminal.Text;

namespace Confab.Cli.Conversations;

/// <summary>The chat with a model on a terminal.</summary>
sealed class ConversationChat
{
    const string You = "you";

    readonly Chatter _chatter;
    readonly TimeProvider _clock;
    readonly UiLoop _loop;
    readonly LineEditor _editor = new();
    readonly List<Func<int, IEnumerable<string>>> _finished = [];
    readonly Queue<string> _next = [];
    readonly CancellationTokenSource _leaving = new();
    readonly ConversationCommands _commands;
    Screen? _screen;
    CancellationTokenSource? _answering;
    Answer? _answer;
    bool _isBusy;
    volatile string _loading = "";

    public ConversationChat(Chatter chatter, TimeProvider clock)
    {
        (_chatter, _clock) = (chatter, clock);
        _loop = new UiLoop(clock);
        _commands = new ConversationCommands(chatter, new(
            rows => Later(_ => rows), text => Later(width => Speech.Note(text, width)), text => Later(width => Speech.Problem(text, width)), Load,
            _leaving.Cancel, _leaving.Token));
    }

    public async Task RunAsync(CancellationToken stop)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, _leaving.Token);
        using (_screen = new Screen(_loop.Poke))
        {
            _finished.Add(_ => ConversationCommands.Describe(_chatter.Model));
            Task[] pumps = [ReadKeysAsync(either.Token), _loop.TickAsync(either.Token)];
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
        }
    }

    async Task ReadKeysAsync(CancellationToken stop)
    {
        try
        {
            await foreach (var key in Screen.KeysAsync(_clock, stop)) await _loop.PostAsync(() => Press(key), stop);
        }
        finally
        {
            _leaving.Cancel();
        }
    }

    void Press(Key key)
    {
        switch (key.Kind)
        {
            case KeyKind.Interrupt or KeyKind.Escape when _answering is not null:
                _answering.Cancel();
                break;
            case KeyKind.Interrupt:
            case KeyKind.EndOfInput when _editor.IsEmpty:
                _leaving.Cancel();
                break;
            case KeyKind.Escape:
                break;
            case KeyKind.Redraw:
                _screen!.Wipe();
                break;
            case KeyKind.Enter:
                if (_editor.Enter() is { } line) Enter(line);
                break;
            default:
                _editor.Apply(key);
                break;
        }
    }

    void Enter(string line)
    {
        if (string.IsNullOrWhiteSpace(line)) return;
        if (SlashCommands.IsExit(line)) _leaving.Cancel();
        else if (_isBusy) _next.Enqueue(line);
        else if (SlashCommands.IsCommand(line)) _ = BusyAsync(() => _commands.RunAsync(line));
        else _ = BusyAsync(() => AnswerAsync(SlashCommands.Unescape(line)));
    }

    async Task BusyAsync(Func<Task> work)
    {
        _isBusy = true;
        try
        {
            await work();
        }
        finally
        {
            _loop.Post(Rest);
        }
    }

    void Rest()
    {
        _isBusy = false;
        if (_next.TryDequeue(out var line)) Enter(line);
    }

    async Task AnswerAsync(string question)
    {
        var asked = _clock.GetUtcNow();
        _finished.Add(width => ["", Speech.Header(You, asked), .. Speech.Body(question, width)]);
        var answering = _answering = CancellationTokenSource.CreateLinkedTokenSource(_leaving.Token);
        var end = "";
        try
        {
            await _chatter.AskAsync(question, GrowAsync, answering.Token);
        }
        catch (OperationCanceledException) when (answering.IsCancellationRequested)
        {
            end = Style.Warning("■ stopped");
        }
        catch (Exception fault) when (ModelFault.Is(fault))
        {
            end = Style.Bad("✗ " + SafeText.CleanLine(ModelFault.Describe(fault)));
        }
        _loop.Post(() => Finish(end));
    }

    ValueTask GrowAsync(Answer answer, string piece) => _loop.PostAsync(() => _answer = answer, _leaving.Token);

    void Finish(string end)
    {
        var (answer, name, at) = (_answer, _chatter.Model.Id, _clock.GetUtcNow());
        _answering!.Dispose();
        (_answer, _answering) = (null, null);
        var speed = answer?.TokensPerSecond is { } tokens ? $"{tokens:0} tokens/s" : "";
        string[] last = end.Length > 0 ? ["  " + end] : [];
        _finished.Add(width => ["", Speech.Header(name, at, speed), .. answer is null ? [] : Speech.Body(answer.Text, width), .. last]);
    }

    void Draw()
    {
        var (width, height) = (Screen.Width, Screen.Height);
        _screen!.Print(_finished.SelectMany(make => make(width)).ToList());
        _finished.Clear();
        _screen.Show(new ChatFrame([.. Live(width)], Status(width), "Ask something, or /help").Compose(_editor, width, height));
    }

    IEnumerable<IReadOnlyList<string>> Live(int width)
    {
        if (_loading.Length > 0) yield return [Style.Dim("  " + _loading)];
        if (_answering is not null)
        {
            var note = _answer is { } answer ? $"writing …  {answer.Tokens} tokens  Esc stops" : "thinking …  Esc stops";
            yield return [Speech.Header(_chatter.Model.Id, null, note), .. Speech.Body(_answer?.Text ?? "", width)];
        }
        if (_next.Count > 0) yield return [Speech.Header(You, null, "next"), .. _next.SelectMany(line => Speech.Body(line, width))];
    }

    string Status(int width) =>
        Speech.Rule(Style.Bold(SafeText.CleanLine(_chatter.Model.Id)), Style.Dim($"{_chatter.Stats.TokensGenerated} tokens"), width - 1);

    void Load(float? done)
    {
        _loading = done is { } part ? $"loading … {part:P0}" : "";
        _loop.Poke();
    }

    // Commands may end on another thread.
    void Later(Func<int, IEnumerable<string>> rows) => _loop.Post(() => _finished.Add(rows));
}
