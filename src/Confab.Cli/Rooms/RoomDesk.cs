using Confab.Cli.Rooms.Showing;
using Confab.Cli.Rooms.Signals;
using Confab.Cli.Terminal.Chat;
using Confab.Cli.Terminal.Drawing;
using Confab.Client;
using Confab.Protocol;

namespace Confab.Cli.Rooms;

/// <summary>The rooms one is in, which of them is shown, and what is shown of it.</summary>
sealed class RoomDesk(ConfabClient client, TimeProvider clock)
{
    /// <summary>What is shown of a room that one comes back to, and of one that is new.</summary>
    const int Context = 10, FirstPage = 50;

    readonly OrderedDictionary<RoomId, RoomPane> _panes = [];
    readonly List<Func<int, IEnumerable<string>>> _notes = [];
    readonly List<Func<int, IEnumerable<string>>> _left = [];
    readonly List<string> _final = [];
    readonly HashSet<RoomId> _shown = [];
    readonly CursorSignal _cursors = new(client, clock);
    Scroll? _scroll;
    RoomId? _wanted;

    public RoomPane? Current => _scroll?.Talk.Pane;

    /// <summary>The room, or the thread of it, that is shown and written in.</summary>
    public Talk? Talk => _scroll?.Talk;

    public IEnumerable<RoomPane> Panes => _panes.Values;

    /// <summary>Files on their way.</summary>
    public List<Transfer> Transfers { get; } = [];

    public bool IsHandle(string line) => Current is { } pane && Addressing.StartsWithHandle(line, pane.State.Members);

    public RoomPane? Find(RoomId room) => _panes.GetValueOrDefault(room);

    public RoomPane Open(RoomId room)
    {
        if (!_panes.TryGetValue(room, out var pane)) _panes[room] = pane = new RoomPane(room, client.User, clock);
        return pane;
    }

    /// <summary>Shows a room as soon as it is known what is in it.</summary>
    public void ShowWhenEntered(RoomPane pane)
    {
        _wanted = pane.Id;
        if (pane.State.Room is not null) Show(pane);
    }

    public void Show(RoomPane pane)
    {
        _wanted = null;
        if (Current == pane && Talk!.Thread is null) return;
        Show(new Talk(pane), _shown.Add(pane.Id) ? FirstPage : Context);
        AddRows(width => ["", RoomRule.Of(pane, width)]);
    }

    /// <summary>Shows a message that another has taken the place of, or gives it back: where it stands, or with those around it anew.</summary>
    public void Choose(Message variant)
    {
        if (Talk is not { } talk) return;
        talk.Pane.State.Choose(variant);
        if (!talk.IsChat && _scroll!.Has(variant)) return;
        Show(talk, Context);
        AddRows(width => ["", Speech.Rule(Style.Dim($"with {variant.Seq} in its place"), "", width - 1)]);
    }

    /// <summary>A thread takes the room's place on the screen, until <see cref="LeaveThread"/>.</summary>
    public Talk ShowThread(MessageId thread, long number)
    {
        var talk = new Talk(Current!, thread);
        foreach (var message in Current!.State.Messages) talk.Put(message);
        Show(talk, FirstPage);
        AddRows(width => ["", Speech.Rule(Style.Bold($"{talk.Pane.Name} › thread {number}"), Style.Dim("/back leaves it"), width - 1)]);
        return talk;
    }

    /// <returns>Whether there was one.</returns>
    public bool LeaveThread()
    {
        if (Talk is not { Thread: not null }) return false;
        Show(Current!);
        return true;
    }

    /// <returns>The room that is shown now.</returns>
    public RoomPane? Close(RoomId room)
    {
        _panes.Remove(room);
        _shown.Remove(room);
        _cursors.Forget(room);
        if (Current?.Id != room) return Current;
        Leave();
        if (_panes.Values.FirstOrDefault() is { } other) Show(other);
        return Current;
    }

    public void Hear(ClientEvent heard)
    {
        foreach (var pane in _panes.Values) Tell(pane, heard);
        if (heard is not ClientEvent.Shut shut || Find(shut.RoomId) is not { } closed) return;
        Close(shut.RoomId);
        AddNote($"{closed.Name}: {shut.Why}");
    }

    /// <param name="text">A sentence.</param>
    /// <param name="about">A note about the same that stands right above is replaced by it.</param>
    public void AddNote(string text, string? about = null) => AddRows(width => Speech.Note(text, width), about);

    public void AddProblem(string text) => AddRows(width => Speech.Problem(text, width));

    /// <summary>Rows that are made when the width is known.</summary>
    public void AddRows(Func<int, IEnumerable<string>> rows, string? about = null)
    {
        if (_scroll is null) _notes.Add(rows);
        else _scroll.Add(rows, about);
    }

    public ChatFrame Frame(int width)
    {
        var parts = new DeskParts(this, client, clock);
        return new([.. parts.Speaking(width)], parts.Status(width), parts.Hint)
        {
            Above = height => Lay(width, height),
            Offers = [.. parts.Offers(width)],
            Sign = parts.Sign,
        };
    }

    /// <summary>What has gone off the top for good since the last time.</summary>
    public IReadOnlyList<string> TakeFinal()
    {
        IReadOnlyList<string> final = [.. _final];
        _final.Clear();
        return final;
    }

    /// <summary>Tells the server what has arrived and what is on the screen.</summary>
    public void SayHowFar()
    {
        if (_scroll is { Newest: > 0 } shown) _cursors.Read(shown.Talk.Pane.Id, shown.Newest, shown.Talk.Thread);
        foreach (var pane in _panes.Values)
            if (pane.State.Messages is [.., var newest]) _cursors.Delivered(pane.Id, newest.Seq);
    }

    IReadOnlyList<string> Lay(int width, int height)
    {
        foreach (var rows in _left) _final.AddRange(rows(width));
        _left.Clear();
        foreach (var rows in _notes) _final.AddRange(rows(width));
        _notes.Clear();
        if (_scroll is null) return [];
        var (final, alive) = _scroll.Lay(width, height);
        _final.AddRange(final);
        return alive;
    }

    void Show(Talk talk, int context)
    {
        Leave();
        _scroll = new Scroll(talk, context);
    }

    void Leave()
    {
        if (_scroll is { } before) _left.Add(before.Leave);
        _scroll = null;
    }

    void Tell(RoomPane pane, ClientEvent heard)
    {
        var before = heard is ClientEvent.Heard { Frame: MessageEvent { Message: var changed } } && changed.RoomId == pane.Id ? pane.State.Find(changed.Seq) : null;
        pane.Apply(heard);
        switch (heard)
        {
            // Missing changes the client asks for by itself; that text of a reply is missing shows only here.
            case ClientEvent.Heard { Frame: TokenEvent } when pane.State.NeedsRejoin:
                client.CatchUp(pane.Id);
                break;
            case ClientEvent.Entered entered when entered.Answer.Room.Id == pane.Id:
                _cursors.Forget(pane.Id);
                if (pane == Current) Reenter(entered);
                if (pane.Id == _wanted) Show(pane);
                break;
            case ClientEvent.Heard { Frame: var frame } when pane == Current:
                Note(frame, before);
                break;
        }
    }

    void Reenter(ClientEvent.Entered entered)
    {
        foreach (var message in entered.Answer.Messages) Talk!.Put(message);
        if (entered.After is null && Talk!.Thread is null) _scroll!.GoBackTo(entered.Answer.NewestSeq());
    }

    void Note(ServerFrame frame, Message? before)
    {
        var id = Current!.Id;
        switch (frame)
        {
            case MessageEvent { Message: var message } when message.RoomId == id:
                Talk!.Put(message);
                if (before is not null && _scroll!.IsFinal(message.Seq) && Talk.Find(message.Seq) is not null && ChangeNote.Of(before, message) is { } change) AddNote(change, about: message.Id.Value);
                break;
            case UserJoined joined when joined.RoomId == id && joined.User.Id != client.User.Id:
                AddNote($"→ {joined.User.Name} has joined");
                break;
            case UserLeft { RemovedBy: { } by } removed when removed.RoomId == id:
                AddNote($"← {removed.User.Name} was removed by {by.Name}");
                break;
            case UserLeft left when left.RoomId == id:
                AddNote($"← {left.User.Name} has left");
                break;
        }
    }
}
