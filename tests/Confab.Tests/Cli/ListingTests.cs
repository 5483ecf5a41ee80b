using Confab.Cli.Rooms;
using Confab.Cli.Rooms.Showing;
using Confab.Protocol;
using Confab.Tests.Client;

namespace Confab.Tests.Cli;

public sealed class ListingTests
{
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
}
