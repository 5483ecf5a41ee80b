using Confab.Cli.Rooms;
using Confab.Cli.Rooms.Showing;
using Confab.Client;
using Confab.Protocol;
using Confab.Tests.Client;
using Confab.Tests.Support;

namespace Confab.Tests.Cli;

public sealed class ScrollTests
{
    const int Width = 80, Plenty = 1000;

    static readonly Author s_me = new(new("u-me"), "me", AuthorKind.User);

    readonly RoomPane _pane = new(Frames.General, s_me, new FakeTime());
    readonly Scroll _scroll;

    public ScrollTests() => _scroll = new Scroll(new Talk(_pane), context: 50);

    [Fact]
    public void What_is_new_stands_below_and_what_has_no_room_goes_off_the_top_once()
    {
        Enter(4);
        var (final, alive) = _scroll.Lay(Width, height: 3);
        Assert.Contains(final, row => row.Contains("text 1"));
        Assert.Contains("text 4", alive[^1]);

        Hear(Frames.Said(5));
        (final, alive) = _scroll.Lay(Width, height: 3);
        Assert.DoesNotContain(final, row => row.Contains("text 1"));
        Assert.Contains("text 5", alive[^1]);
    }

    [Fact]
    public void A_message_on_the_screen_changes_where_it_stands()
    {
        Enter(2);
        _scroll.Lay(Width, Plenty);
        Hear(new MessageEvent(Frames.Message(1, rev: 3, text: "changed") with { EditedAt = DateTimeOffset.UnixEpoch, Reactions = [new("👍", 2, [])] }));

        var (final, alive) = _scroll.Lay(Width, Plenty);
        Assert.Empty(final);
        Assert.Contains(alive, row => row.Contains("changed") && row.Contains("(edited)"));
        Assert.Contains(alive, row => row.Contains("👍 2"));
        Assert.DoesNotContain(alive, row => row.Contains("text 1"));
        Assert.False(_scroll.IsFinal(1));
    }

    [Fact]
    public void A_deleted_message_keeps_its_number_and_place()
    {
        Enter(2);
        Hear(new MessageEvent(Frames.Message(1, rev: 3, text: "") with { DeletedAt = DateTimeOffset.UnixEpoch }));

        Assert.Contains(_scroll.Lay(Width, Plenty).Alive, row => Plain(row) == "  1 deleted");
    }

    [Fact]
    public void What_is_said_in_a_thread_stands_in_the_thread_and_is_counted_in_the_room()
    {
        Enter(2);
        Hear(new MessageEvent(Frames.Message(3, text: "in the thread") with { ThreadId = new("m1") }));
        Hear(new MessageEvent(Frames.Message(1, rev: 4) with { Thread = new(1, 3, DateTimeOffset.UnixEpoch) }));

        var alive = _scroll.Lay(Width, Plenty).Alive;
        Assert.DoesNotContain(alive, row => row.Contains("in the thread"));
        Assert.Contains(alive, row => row.Contains("↳ 1 reply"));

        var talk = new Talk(_pane, new MessageId("m1"));
        foreach (var message in _pane.State.Messages) talk.Put(message);
        var thread = new Scroll(talk, context: 50).Lay(Width, Plenty).Alive;
        Assert.Equal(2, thread.Count(row => row.Contains("text 1") || row.Contains("in the thread")));
        Assert.DoesNotContain(thread, row => row.Contains("text 2"));
    }

    [Fact]
    public void Ones_newest_message_says_how_far_it_has_come_until_it_goes_off_the_top()
    {
        Enter(1);
        Hear(new UserJoined(Frames.General, Frames.Member(s_me)));
        Hear(new MessageEvent(Frames.Message(2, author: s_me)));
        Assert.Contains("✓ sent", _scroll.Lay(Width, Plenty).Alive[^1]);

        Hear(new ReceiptEvent(Frames.General, Frames.Ada.Id, DeliveredSeq: 2, ReadSeq: 1));
        Assert.Contains("✓✓ delivered", _scroll.Lay(Width, Plenty).Alive[^1]);
        Hear(new ReceiptEvent(Frames.General, Frames.Ada.Id, DeliveredSeq: 2, ReadSeq: 2));
        Assert.Contains("✓✓ read", _scroll.Lay(Width, Plenty).Alive[^1]);

        Assert.DoesNotContain(_scroll.Leave(Width), row => row.Contains('✓'));
    }

    [Fact]
    public void Who_comes_back_sees_a_little_of_what_was_read_and_where_the_new_begins()
    {
        _pane.Apply(new ClientEvent.Entered(Frames.Joined(30, messages: Frames.Page(1, 30)) with { Receipts = [new(s_me.Id, 28, 28)] }, null));

        var alive = new Scroll(new Talk(_pane), context: 5).Lay(Width, Plenty).Alive;
        Assert.DoesNotContain(alive, row => row.Contains("text 23"));
        Assert.Contains(alive, row => row.Contains("text 24"));
        var divider = alive.ToList().FindIndex(row => row.Contains("2 new"));
        Assert.Contains("text 28", alive[divider - 2]);
    }

    [Fact]
    public void After_a_gap_what_is_missing_is_waited_for()
    {
        Enter(2);
        _scroll.Lay(Width, Plenty);
        Hear(Frames.Said(4));
        Assert.DoesNotContain(_scroll.Lay(Width, Plenty).Alive, row => row.Contains("text 4"));

        _pane.Apply(new ClientEvent.Entered(Frames.Joined(4, messages: Frames.Page(3, 4)), 2));
        var alive = _scroll.Lay(Width, Plenty).Alive;
        Assert.Contains("text 3", alive[^2]);
        Assert.Contains("text 4", alive[^1]);
    }

    [Fact]
    public void After_the_server_went_back_to_an_older_copy_new_messages_are_shown()
    {
        Enter(10);
        _scroll.Lay(Width, height: 2);
        Enter(5);
        _scroll.GoBackTo(5);
        Hear(Frames.Said(6, text: "said after the restore"));

        Assert.Contains(_scroll.Lay(Width, height: 3).Alive, row => row.Contains("said after the restore"));
    }

    [Fact]
    public void Words_of_others_do_not_reach_the_terminal_raw()
    {
        Enter(1);
        Hear(new MessageEvent(Frames.Message(2, text: "a\e[2Jb") with
        {
            Reactions = [new("\e[31m", 1, [])],
            Attachments = [new(new("f1"), "x\e]0;pwned\a.txt", "text/plain", 3)],
        }));

        var rows = string.Join('\n', _scroll.Lay(Width, Plenty).Alive);
        Assert.DoesNotContain("\e[2J", rows);
        Assert.DoesNotContain("\e]0;", rows);
        Assert.DoesNotContain("\e[31m 1", rows);
    }

    void Enter(int newest) => _pane.Apply(new ClientEvent.Entered(Frames.Joined(newest, messages: Frames.Page(1, newest)), null));

    void Hear(ServerFrame frame) => _pane.Apply(new ClientEvent.Heard(frame));

    static string Plain(string row) => System.Text.RegularExpressions.Regex.Replace(row, "\e\\[[0-9;]*m", "");
}
