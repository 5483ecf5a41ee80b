using Confab.Protocol;
using Confab.Server.Storage;
using static Confab.Tests.Storage.StoredRoom;

namespace Confab.Tests.Storage;

/// <summary>What every cursor store promises.</summary>
public abstract class CursorStoreContract : IAsyncLifetime
{
    static readonly CancellationToken None = CancellationToken.None;

    protected abstract ICursorStore Cursors { get; }

    protected abstract IMessageStore Messages { get; }

    protected abstract IRoomStore Rooms { get; }

    protected abstract IUserStore Users { get; }

    public virtual async ValueTask InitializeAsync()
    {
        await Rooms.CreateAsync(New("lounge"));
        await Rooms.CreateAsync(New("other"));
        foreach (var person in new[] { Ada, Ben }) await Users.CreateAsync(NewUser(person));
        await Rooms.AddParticipantAsync(Id, Ada.Id, Noon);
    }

    public abstract ValueTask DisposeAsync();

    [Fact]
    public async Task A_cursor_goes_forward_and_never_back()
    {
        await SayAsync(5);

        Assert.Equal([Claim(Ada, 3, 2)], await Cursors.AdvanceAsync([Claim(Ada, 3, 2)]));
        Assert.Empty(await Cursors.AdvanceAsync([Claim(Ada, 2, 1)]));
        Assert.Equal([Claim(Ada, 4, 2)], await Cursors.AdvanceAsync([Claim(Ada, 4, 0)]));
        Assert.Equal([new Cursor(Ada.Id, 4, 2)], await ReadAsync(Ada));
    }

    [Fact]
    public async Task A_cursor_stops_at_the_newest_message()
    {
        await SayAsync(2);

        Assert.Equal([Claim(Ada, 2, 2)], await Cursors.AdvanceAsync([Claim(Ada, long.MaxValue, long.MaxValue)]));
        await SayAsync(1);
        Assert.Equal([new Cursor(Ada.Id, 2, 2)], await ReadAsync(Ada));
    }

    [Fact]
    public async Task Only_members_have_cursors_but_an_assistant_is_everywhere()
    {
        await SayAsync(2);

        Assert.Equal([Claim(Bot, 1, 0)], await Cursors.AdvanceAsync([Claim(Ben, 2, 2), Claim(Bot, 1, 0), Claim(Ada, 1, 1, room: "other"), Claim(Bot, 1, 1, room: "nowhere")]));
        Assert.Equal([new Cursor(Bot.Id, 1, 0), new Cursor(Ada.Id, 0, 0)], (await ReadAsync(Bot)).OrderBy(c => c.MemberId.Value, StringComparer.Ordinal));
        Assert.Empty(await Cursors.CountAsync([new(Id, Ben.Id), new(new("other"), Ada.Id)], None));
    }

    [Fact]
    public async Task Who_becomes_a_member_begins_at_the_newest_message_and_begins_anew_when_they_come_back()
    {
        await SayAsync(3);
        await Rooms.AddParticipantAsync(Id, Ben.Id, Noon);
        Assert.Equal((0, new Cursor(Ben.Id, 3, 3)), await UnreadAsync(Ben));

        await SayAsync(2);
        Assert.Equal((2, new Cursor(Ben.Id, 3, 3)), await UnreadAsync(Ben));

        await Rooms.RemoveParticipantAsync(Id, Ben.Id);
        Assert.DoesNotContain(await ReadAsync(Ben), c => c.MemberId == Ben.Id);
        await SayAsync(1);
        await Rooms.AddParticipantAsync(Id, Ben.Id, Noon);
        Assert.Equal((0, new Cursor(Ben.Id, 6, 6)), await UnreadAsync(Ben));
    }

    [Fact]
    public async Task What_is_left_to_read_is_what_came_after_the_cursor_up_to_the_message_that_is_named()
    {
        await SayAsync(5);
        await Cursors.AdvanceAsync([Claim(Ada, 2, 2)]);

        Assert.Equal(
            [new UnreadCount(Id, new(Ada.Id, 2, 2), 5, 3, 0), new UnreadCount(Id, new(Ada.Id, 2, 2), 4, 2, 0), new UnreadCount(Id, new(Ada.Id, 2, 2), 1, 0, 0)],
            await Cursors.CountAsync([new(Id, Ada.Id), new(Id, Ada.Id, 4), new(Id, Ada.Id, 1)], None));
    }

    [Fact]
    public async Task A_room_shows_the_cursors_of_those_who_are_named_and_of_others_up_to_the_limit()
    {
        await SayAsync(1);
        await Rooms.AddParticipantAsync(Id, Ben.Id, Noon);
        await Cursors.AdvanceAsync([Claim(Bot, 1, 1)]);

        Assert.Equal([Ben.Id], (await Cursors.ReadAsync(Id, [Ben.Id], 1, None)).Select(c => c.MemberId));
        Assert.Equal([Ben.Id, Bot.Id], (await Cursors.ReadAsync(Id, [Ben.Id], 2, None)).Select(c => c.MemberId));
        Assert.Equal(3, (await Cursors.ReadAsync(Id, [Ben.Id], 10, None)).Count);
        Assert.Empty(await Cursors.ReadAsync(new("nowhere"), [Ben.Id], 10, None));
    }

    [Fact]
    public async Task A_thread_that_one_takes_part_in_is_read_by_itself()
    {
        await SayAsync(1);
        await FollowAsync("m1", Ada, readSeq: 1);
        await SayAsync(2, thread: "m1");

        Assert.Equal([new FollowedThread(new("m1"), 1, 2)], await ThreadsAsync(Ada));
        Assert.Equal([Claim(Ada, 2, 2, thread: "m1")], await Cursors.AdvanceAsync([Claim(Ada, 2, 2, thread: "m1")]));
        Assert.Empty(await Cursors.AdvanceAsync([Claim(Ada, 1, 1, thread: "m1"), Claim(Ben, 2, 2, thread: "m1"), Claim(Ada, 2, 2, thread: "m9"), Claim(Ada, 3, 3, room: "other", thread: "m1")]));
        Assert.Equal([new FollowedThread(new("m1"), 2, 1)], await ThreadsAsync(Ada, thread: "m1"));
        Assert.Equal([new FollowedThread(new("m1"), 2, 0)], await ThreadsAsync(Ada, upTo: 2));
        Assert.Empty(await ThreadsAsync(Ada, thread: "m2"));
        Assert.Empty(await ThreadsAsync(Ben));
        Assert.Equal([Claim(Ada, 3, 3, thread: "m1")], await Cursors.AdvanceAsync([Claim(Ada, 99, 99, thread: "m1")]));
    }

    [Fact]
    public async Task Threads_are_listed_by_their_newest_message_up_to_the_limit_and_are_left_with_the_room()
    {
        await SayAsync(3);
        foreach (var id in new[] { "m1", "m2", "m3" }) await FollowAsync(id, Ada, readSeq: 3);
        foreach (var id in new[] { "m2", "m3", "m1" }) await SayAsync(1, thread: id);

        Assert.Equal(["m1", "m3", "m2"], (await ThreadsAsync(Ada)).Select(t => t.ThreadId.Value));
        Assert.Equal(["m1", "m3"], (await ThreadsAsync(Ada, limit: 2)).Select(t => t.ThreadId.Value));

        await Rooms.RemoveParticipantAsync(Id, Ada.Id);
        Assert.Empty(await ThreadsAsync(Ada));
    }

    [Fact]
    public async Task Messages_in_threads_are_unread_in_their_thread_alone_and_mentions_count_after_the_cursor()
    {
        await SayAsync(2);
        await FollowAsync("m1", Ada, readSeq: 2);
        await SayAsync(1, thread: "m1");
        await SayAsync(1);
        await NameAsync(Ada, 1);
        await NameAsync(Ada, 4);

        await Cursors.AdvanceAsync([Claim(Ada, 2, 2)]);
        Assert.Equal([new UnreadCount(Id, new(Ada.Id, 2, 2), 4, 1, 1)], await Cursors.CountAsync([new(Id, Ada.Id)], None));
    }

    /// <summary>Says so many messages, each of the id of its seq: m1, m2 …</summary>
    protected abstract Task SayAsync(int count, string? thread = null);

    protected abstract Task FollowAsync(string thread, Author user, long readSeq);

    protected abstract Task NameAsync(Author user, long seq);

    static CursorClaim Claim(Author member, long delivered, long read, string room = "lounge", string? thread = null) =>
        new(new(room), member.Id, delivered, read, thread is null ? null : new(thread));

    Task<IReadOnlyList<Cursor>> ReadAsync(Author first) => Cursors.ReadAsync(Id, [first.Id], 10, None);

    async Task<(int, Cursor)> UnreadAsync(Author member) =>
        (await Cursors.CountAsync([new(Id, member.Id)], None)) is [var count] ? (count.Unread, count.Cursor) : throw new InvalidOperationException("no cursor");

    Task<IReadOnlyList<FollowedThread>> ThreadsAsync(Author user, string? thread = null, long upTo = long.MaxValue, int limit = 10) =>
        Cursors.ReadThreadsAsync(Id, user.Id, thread is null ? null : new(thread), upTo, limit, None);
}
