using Confab.Protocol;
using Confab.Server.Storage;
using static Confab.Tests.Storage.StoredRoom;

namespace Confab.Tests.Storage;

/// <summary>What every message store promises of threads, and of what stands in the room itself.</summary>
public abstract class ThreadContract : IAsyncLifetime
{
    static readonly CancellationToken None = CancellationToken.None;
    static readonly Author System = new(new("system"), "System", AuthorKind.System);

    protected abstract IMessageStore Messages { get; }

    protected abstract IRoomStore Rooms { get; }

    protected abstract IUserStore Users { get; }

    /// <summary>How far each was read: thread, name, seq; by name.</summary>
    protected abstract Task<IReadOnlyList<(string Thread, string User, long ReadSeq)>> FollowersAsync();

    /// <summary>How many messages make the room unread.</summary>
    protected abstract Task<long> PlaceAsync();

    public virtual async ValueTask InitializeAsync()
    {
        await Rooms.CreateAsync(New(Id.Value));
        await Rooms.CreateAsync(New("other"));
        foreach (var person in new[] { Ada, Ben })
        {
            await Users.CreateAsync(NewUser(person));
            await Rooms.AddParticipantAsync(Id, person.Id, Noon);
        }
        await Messages.AppendAsync([Says(Ada, "root", "root"), Says(Ada, "beside", "beside")]);
    }

    public abstract ValueTask DisposeAsync();

    [Fact]
    public async Task A_message_in_a_thread_takes_its_numbers_and_the_first_of_the_thread_the_rev_after()
    {
        var first = await ApplyAsync(In("root", Ben, "one", "t1"));
        var second = await ApplyAsync(In("t1", Ada, "two", "t2"));

        Assert.Equal((3, 3, "root"), (first.Message!.Seq, first.Message.Rev, first.Message.ThreadId?.Value));
        Assert.Equal((1, 4, new ThreadInfo(1, 3, Noon)), (first.Root!.Seq, first.Root.Rev, first.Root.Thread));
        Assert.Equal((4, 5, "root"), (second.Message!.Seq, second.Message.Rev, second.Message.ThreadId?.Value));
        Assert.Equal((6, new ThreadInfo(2, 4, Noon)), (second.Root!.Rev, second.Root.Thread));
        Assert.Equal([second.Root, (await Find("beside"))!, first.Message, second.Message], (await Messages.ReadPageAsync(Id, null, 10, None)).Messages);
        Assert.Equal(["t1", "t2", "root"], (await Messages.ReadChangesAsync(Id, 2, 10, None)).Messages.Select(m => m.Id.Value));
    }

    [Fact]
    public async Task A_thread_hangs_on_a_message_of_the_same_room()
    {
        await Messages.AppendAsync([Says(Ada, "far", "far", new("other"))]);

        var refused = await Messages.AppendAsync([In("far", Ada, "x", "a"), In("nothing", Ada, "x", "b"), In("self", Ada, "x", "self")]);

        Assert.All(refused, r => Assert.Equal(AppendRefusal.UnknownThread, r.Refusal));
        Assert.Equal(2, (await Rooms.FindAsync(Id, None))!.Rev);
    }

    [Fact]
    public async Task Who_writes_in_a_thread_and_whose_message_it_hangs_on_take_part_in_it()
    {
        await Messages.AppendAsync([In("root", Ben, "one", "t1"), In("root", Bot, "two", "t2")]);
        Assert.Equal([("root", "ada", 1), ("root", "ben", 3)], await FollowersAsync());

        await Messages.AppendAsync([In("root", Ada, "three", "t3"), In("root", Ben, "four", "t4")]);
        Assert.Equal([("root", "ada", 5), ("root", "ben", 6)], await FollowersAsync());
    }

    [Fact]
    public async Task A_deleted_message_of_a_thread_no_longer_counts_and_the_first_of_it_stays_when_it_is_deleted()
    {
        await Messages.AppendAsync([In("root", Ben, "one", "t1"), In("root", Ben, "two", "t2") with { CreatedAt = Noon.AddMinutes(1) }]);

        var newest = await ApplyAsync(new Deletion(new("t2"), Noon));
        Assert.Equal((7, 8, new ThreadInfo(1, 3, Noon)), (newest.Message!.Rev, newest.Root!.Rev, newest.Root.Thread));

        var root = await ApplyAsync(new Deletion(new("root"), Noon));
        Assert.Equal(((Message?)null, "", new ThreadInfo(1, 3, Noon)), (root.Root, root.Message!.Content, root.Message.Thread));
        Assert.Equal(2, (await ApplyAsync(In("root", Ben, "three", "t3"))).Root!.Thread!.Replies);

        await ApplyAsync(new Deletion(new("t1"), Noon));
        var last = await ApplyAsync(new Deletion(new("t3"), Noon));
        Assert.Null(last.Root!.Thread);
        Assert.Equal(last.Root, await Find("root"));
    }

    [Fact]
    public async Task A_room_is_unread_by_what_people_and_assistants_say_in_it_and_not_by_threads_or_the_system()
    {
        await Messages.AppendAsync([Says(Bot, "answer"), In("root", Ada, "aside", "t1"), new NewMessage(new("s"), Id, System, "line", Noon)]);

        Assert.Equal(3, await PlaceAsync());
    }

    [Fact]
    public async Task A_page_of_a_thread_holds_its_messages_alone_and_a_page_goes_on_towards_the_newest()
    {
        await Messages.AppendAsync([In("root", Ben, "one", "t1"), Says(Ada, "between", "b"), In("root", Ben, "two", "t2"), In("root", Ada, "three", "t3")]);

        Assert.Equal(("t2 t3", true), Shown(await Messages.ReadPageAsync(Id, null, 2, None, new("root"))));
        Assert.Equal(("t1", false), Shown(await Messages.ReadPageAsync(Id, 5, 2, None, new("root"))));
        Assert.Equal(("t2 t3", false), Shown(await Messages.ReadNextAsync(Id, 3, 2, None, new("root"))));
        Assert.Equal(("beside t1", true), Shown(await Messages.ReadNextAsync(Id, 1, 2, None)));
        Assert.Equal(("t3", false), Shown(await Messages.ReadNextAsync(Id, 5, 2, None)));
    }

    [Theory]
    [InlineData("t1", 3, "beside t1 b", true, true)]
    [InlineData("root", 5, "root beside t1", false, true)]
    [InlineData("t3", 4, "t1 b t2 t3", true, false)]
    [InlineData("b", 1, "b", true, true)]
    public async Task A_page_around_a_message_holds_what_stands_before_and_after_it(string id, int limit, string shown, bool hasOlder, bool hasNewer)
    {
        await Messages.AppendAsync([In("root", Ben, "one", "t1"), Says(Ada, "between", "b"), In("root", Ben, "two", "t2"), In("root", Ada, "three", "t3")]);

        var page = await Messages.ReadAroundAsync(Id, new(id), limit, None);

        Assert.Equal((shown, hasOlder, hasNewer), (Shown(page!).Ids, page!.HasMore, page.HasNewer));
        Assert.Null(await Messages.ReadAroundAsync(new("other"), new(id), limit, None));
    }

    [Fact]
    public async Task An_assistant_is_shown_the_room_without_threads_deleted_messages_the_system_and_what_stands_above_its_line()
    {
        await Messages.AppendAsync([In("root", Ben, "aside", "t1"), Says(Ben, "gone", "gone"), Says(Ada, "kept", "kept"), new NewMessage(new("s"), Id, System, "line", Noon)]);
        await Messages.AppendAsync([new Deletion(new("gone"), Noon), Says(Ada, "question", "q"), Says(Ben, "later", "later")]);
        Assert.Equal("root beside kept q", await ContextAsync("q"));
        Assert.Equal("kept q", await ContextAsync("q", limit: 2));

        await Messages.AppendAsync([Line("line"), Says(Ben, "new", "new"), Says(Ben, "q2", "q2")]);
        Assert.Equal("new q2", await ContextAsync("q2"));
        Assert.Equal("q", await ContextAsync("q"));
        await Messages.AppendAsync([new Deletion(new("q2"), Noon)]);
        Assert.Null(await Messages.ReadContextAsync(Id, new("q2"), 10, None));
    }

    [Fact]
    public async Task In_a_thread_an_assistant_is_shown_the_thread_with_its_first_message()
    {
        await Messages.AppendAsync([In("root", Ben, "one", "t1"), Says(Ada, "between", "b"), In("root", Ada, "why?", "q"), In("root", Ada, "later", "t3")]);

        Assert.Equal("root t1 q", await ContextAsync("q"));
        Assert.Equal("root q", await ContextAsync("q", limit: 1));
        await Messages.AppendAsync([Line("line"), In("root", Ada, "anew?", "q2")]);
        Assert.Equal("q2", await ContextAsync("q2"));
    }

    [Fact]
    public async Task One_line_right_below_another_is_that_other()
    {
        var first = await ApplyAsync(Line("l1"));
        Assert.Equal((false, first.Message), (await ApplyAsync(Line("l2"))) is var again ? (again.IsNew, again.Message) : default);
        await ApplyAsync(Says(Ada, "hi"));
        Assert.True((await ApplyAsync(Line("l3"))).IsNew);
    }

    [Fact]
    public async Task The_draft_of_a_reply_knows_the_thread_that_it_was_asked_for_in()
    {
        await Messages.AppendAsync([In("root", Ben, "one", "t1")]);
        await Messages.AppendAsync([In("t1", Ada, "why?", "q") with { Asks = [DraftOf("r", "q")] }]);

        Assert.Equal(DraftOf("r", "q") with { ThreadId = new("root") }, Assert.Single(await Messages.ReadDraftsAsync(None)));
    }

    static NewMessage In(string thread, Author author, string content, string id) => Says(author, content, id) with { ThreadId = new(thread) };

    static NewMessage Line(string id) => new NewMessage(new(id), Id, System, "anew", Noon) { StartsAnew = true };

    static (string Ids, bool HasMore) Shown(MessagePage page) => (string.Join(' ', page.Messages.Select(m => m.Id)), page.HasMore);

    async Task<string> ContextAsync(string question, int limit = 10) =>
        string.Join(' ', (await Messages.ReadContextAsync(Id, new(question), limit, None))!.Select(m => m.Id));

    async Task<Message?> Find(string id) => await Messages.FindAsync(Id, new(id), None);

    async Task<Appended> ApplyAsync(Change change) => Assert.Single(await Messages.AppendAsync([change]));
}
