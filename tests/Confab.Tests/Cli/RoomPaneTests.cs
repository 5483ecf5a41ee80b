using Confab.Cli.Rooms;
using Confab.Client;
using Confab.Protocol;
using Confab.Tests.Client;
using Confab.Tests.Support;

namespace Confab.Tests.Cli;

public sealed class RoomPaneTests
{
    readonly RoomPane _pane = new(Frames.General, new FakeTime());

    [Fact]
    public void After_the_server_went_back_to_an_older_copy_new_messages_are_printed()
    {
        Enter(10);
        Assert.NotEmpty(_pane.Print(80).ToList());
        Enter(5);
        Assert.Empty(_pane.Print(80).ToList());

        _pane.Apply(new ClientEvent.Heard(Frames.Said(6, text: "said after the restore")));
        Assert.Equal(1, _pane.Unread);
        Assert.Contains(_pane.Print(80).ToList(), row => row.Contains("said after the restore"));
    }

    [Fact]
    public void Entering_a_room_once_more_prints_nothing_twice()
    {
        Enter(10);
        Assert.NotEmpty(_pane.Print(80).ToList());
        Enter(10);

        Assert.Empty(_pane.Print(80).ToList());
    }

    [Fact]
    public async Task Messages_that_were_never_sent_are_given_back_in_words()
    {
        var notes = new StringWriter { NewLine = "\n" };
        await Undelivered.TellAsync(["one", "two\nlines\e[2J"], notes);

        Assert.Equal("confab: not sent, for there was no connection: 2 of your messages\n  one\n  two\n  lines␛[2J\n", notes.ToString());
    }

    [Fact]
    public void Rooms_that_one_is_a_member_of_are_marked_in_the_list()
    {
        var room = Frames.Joined(0).Room;
        var rows = Listing.Rooms([room with { Name = "mine", IsMember = true }, room with { Name = "other", IsMember = false }], new HashSet<RoomId>(), null).ToList();

        Assert.Contains("you are a member", rows.Single(row => row.Contains("mine")));
        Assert.Contains("●", rows.Single(row => row.Contains("mine")));
        Assert.DoesNotContain("member", rows.Single(row => row.Contains("other")));
    }

    void Enter(int newest) => _pane.Apply(new ClientEvent.Entered(Frames.Joined(newest, messages: Frames.Page(1, newest)), null));
}
