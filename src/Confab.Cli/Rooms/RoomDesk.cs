using Confab.Cli.Terminal.Chat;
using Confab.Cli.Terminal.Drawing;
using Confab.Cli.Terminal.Text;
using Confab.Client;
using Confab.Protocol;

namespace Confab.Cli.Rooms;

/// <summary>The rooms one is in, which of them is shown, and what is shown of it.</summary>
sealed class RoomDesk(ConfabClient client, TimeProvider clock)
{
    const string Hint = "Write a message, or /help";

    readonly OrderedDictionary<RoomId, RoomPane> _panes = [];
    readonly List<Func<int, IEnumerable<string>>> _notes = [];

    public RoomPane? Current { get; private set; }

    public IEnumerable<RoomPane> Panes => _panes.Values;

    public bool IsHandle(string line) => Current is { } pane && Addressing.StartsWithHandle(line, pane.State.Members);

    public RoomPane Open(RoomId room)
    {
        if (!_panes.TryGetValue(room, out var pane)) _panes[room] = pane = new RoomPane(room, clock);
        return pane;
    }

    public void Show(RoomPane pane)
    {
        if (Current == pane) return;
        Current = pane;
        pane.Interrupt();
        AddRows(width => ["", Speech.Rule(Style.Bold(SafeText.CleanLine(pane.Name)), "", width - 1)]);
    }

    /// <returns>The room that is shown now.</returns>
    public RoomPane? Close(RoomId room)
    {
        _panes.Remove(room);
        if (Current?.Id != room) return Current;
        Current = null;
        if (_panes.Values.FirstOrDefault() is { } other) Show(other);
        return Current;
    }

    public void Hear(ClientEvent heard)
    {
        foreach (var pane in _panes.Values) Tell(pane, heard);
        if (heard is not ClientEvent.Shut shut || !_panes.TryGetValue(shut.RoomId, out var closed)) return;
        AddProblem($"{closed.Name}: {shut.Why}");
        Close(shut.RoomId);
    }

    public void AddNote(string text) => AddRows(width => Speech.Note(text, width));

    public void AddProblem(string text) => AddRows(width => Speech.Problem(text, width));

    /// <summary>Rows that are made when the width is known.</summary>
    public void AddRows(Func<int, IEnumerable<string>> rows) => _notes.Add(rows);

    /// <summary>What is finished since the last time.</summary>
    public IEnumerable<string> Print(int width)
    {
        var notes = _notes.SelectMany(make => make(width)).ToList();
        _notes.Clear();
        if (notes.Count > 0) Current?.Interrupt();
        return Current is null ? notes : [.. notes, .. Current.Print(width)];
    }

    public ChatFrame Frame(int width) => new([.. Current?.Live(width) ?? [], .. Unsent(width)], Status(width), Hint);

    void Tell(RoomPane pane, ClientEvent heard)
    {
        pane.Apply(heard);
        // Missing changes the client asks for by itself; that text of a reply is missing shows only here.
        if (heard is ClientEvent.Heard { Frame: TokenEvent } && pane.State.NeedsRejoin) client.CatchUp(pane.Id);
        if (pane != Current || heard is not ClientEvent.Heard { Frame: var frame }) return;
        if (frame is UserJoined joined && joined.RoomId == pane.Id) AddNote($"{joined.User.Name} has joined");
        if (frame is UserLeft left && left.RoomId == pane.Id) AddNote($"{left.User.Name} has left");
    }

    IEnumerable<IReadOnlyList<string>> Unsent(int width)
    {
        if (Current is not { Outgoing.Count: > 0 } pane) yield break;
        var note = client.State is ConnectionState.Open ? "" : "will be sent when the connection is back";
        yield return
        [
            Speech.Header(client.User.Name, null, note),
            .. pane.Outgoing.SelectMany(message => Speech.Body(message.Text, width)),
        ];
    }

    string Status(int width)
    {
        if (Current is not { } pane) return Speech.Rule("in no room, /join one", Connection(), width - 1);
        var online = pane.State.Members.Count(member => member.Kind == AuthorKind.User && member.Status != PresenceStatus.Offline);
        List<string> parts = [Style.Bold(SafeText.CleanLine(pane.Name)), Style.Dim($"{online} online")];
        if (Writers(pane) is { Length: > 0 } writers) parts.Add(Style.Accent(writers));
        var unread = _panes.Values.Where(other => other != pane && other.Unread > 0).Select(other => $"{SafeText.CleanLine(other.Name)} +{other.Unread}");
        parts.AddRange(unread.Select(Style.Warning));
        return Speech.Rule(string.Join(Style.Dim(" · "), parts), Connection(), width - 1);
    }

    string Writers(RoomPane pane)
    {
        var names = pane.State.Writing.Where(member => member.Id != client.User.Id).Select(member => SafeText.CleanLine(member.Name)).ToList();
        return names.Count switch
        {
            0 => "",
            1 => $"{names[0]} is writing …",
            2 => $"{names[0]} and {names[1]} are writing …",
            _ => $"{names.Count} are writing …",
        };
    }

    string Connection() => client.State switch
    {
        ConnectionState.Open => Style.Good("●") + Style.Dim($" {SafeText.CleanLine(client.User.Name)}"),
        ConnectionState.Connecting => Style.Warning("◌ connecting …"),
        ConnectionState.Waiting waiting => Style.Bad("○") + Style.Warning($" offline, next try in {Seconds(waiting)} s"),
        _ => Style.Bad("○ closed"),
    };

    double Seconds(ConnectionState.Waiting waiting) => Math.Max(0, Math.Ceiling((waiting.NextTry - clock.GetUtcNow()).TotalSeconds));
}
