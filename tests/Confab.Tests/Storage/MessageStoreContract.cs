using Confab.Protocol;
using Confab.Server.Storage;
using static Confab.Tests.Storage.StoredRoom;

namespace Confab.Tests.Storage;

/// <summary>What every message store promises.</summary>
public abstract class MessageStoreContract : IAsyncLifetime
{
    static readonly CancellationToken None = CancellationToken.None;

    protected abstract IMessageStore Messages { get; }

    protected abstract IRoomStore Rooms { get; }

    public virtual async ValueTask InitializeAsync()
    {
        await Rooms.CreateAsync(New(Id.Value));
        await Rooms.CreateAsync(New("other"));
    }

    public abstract ValueTask DisposeAsync();

    [Fact]
    public async Task Messages_appended_from_many_sides_at_once_are_numbered_without_a_gap_in_every_room()
    {
        var other = new RoomId("other");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 25; i++) await Messages.AppendAsync([Says(Ada, $"{writer}.{i}"), Says(Ben, $"{writer}.{i}", room: other)]);
        })));

        foreach (var room in new[] { Id, other })
        {
            var page = await Messages.ReadPageAsync(room, null, 1000, None);
            Assert.Equal(Enumerable.Range(1, 200).Select(n => ((long)n, (long)n)), page.Messages.Select(m => (m.Seq, m.Rev)));
            Assert.Equal(200, (await Rooms.FindAsync(room, None))!.Seq);
        }
    }

    [Fact]
    public async Task What_was_appended_is_read_back_as_it_was()
    {
        var generation = new GenerationInfo("m", "default", "because", new Usage(3, 5), 12.5, 40, "it broke");
        var said = Says(Ada, "Grüße 🐍\n\"<&>\\");
        var reply = new NewMessage(new("r1"), Id, Bot, "", Noon.AddSeconds(1), said.Id, MessageStatus.Error, generation);

        var appended = await Messages.AppendAsync([said, reply]);

        var page = await Messages.ReadPageAsync(Id, null, 10, None);
        Assert.Equal(appended.Select(a => a.Message), page.Messages);
        Assert.Equal(new Message(reply.Id, Id, 2, 2, Bot, "", Noon.AddSeconds(1), MessageStatus.Error, said.Id, generation), page.Messages[1]);
        Assert.Equal(page.Messages[0], await Messages.FindAsync(Id, said.Id, None));
    }

    [Fact]
    public async Task The_same_id_again_gives_what_was_stored_first_and_takes_no_number()
    {
        var first = Assert.Single(await Messages.AppendAsync([Says(Ada, "once", "m1")]));

        var again = await Messages.AppendAsync([Says(Ada, "twice", "m1"), Says(Ada, "next", "m2"), Says(Ada, "thrice", "m2")]);

        Assert.True(first.IsNew);
        Assert.Equal([false, true, false], again.Select(a => a.IsNew));
        Assert.Equal(first.Message, again[0].Message);
        Assert.Equal((2, "next"), (again[2].Message!.Seq, again[2].Message!.Content));
        Assert.Equal(["once", "next"], (await Messages.ReadPageAsync(Id, null, 10, None)).Messages.Select(m => m.Content));
    }

    [Fact]
    public async Task An_id_of_another_author_or_of_another_room_is_refused_and_nothing_changes()
    {
        await Messages.AppendAsync([Says(Ada, "mine", "m1")]);

        var refused = await Messages.AppendAsync([Says(Ben, "stolen", "m1"), Says(Ada, "elsewhere", "m1", new("other"))]);

        Assert.All(refused, a => Assert.Equal((null, AppendRefusal.IdTaken), (a.Message, a.Refusal)));
        Assert.Equal("mine", Assert.Single((await Messages.ReadPageAsync(Id, null, 10, None)).Messages).Content);
        Assert.Equal(0, (await Rooms.FindAsync(new("other"), None))!.Seq);
    }

    [Fact]
    public async Task An_unknown_room_or_parent_is_refused_without_a_gap_and_without_harm_to_the_others_of_the_batch()
    {
        await Messages.AppendAsync([Says(Ben, "over there", "far", new("other"))]);

        var appended = await Messages.AppendAsync(
        [
            Says(Ada, "one"), Says(Ada, "nowhere", room: new("nowhere")), Says(Ada, "to nobody", parent: "nothing"),
            Says(Ada, "across rooms", parent: "far"), Says(Ada, "two"),
        ]);

        Assert.Equal([null, AppendRefusal.UnknownRoom, AppendRefusal.UnknownParent, AppendRefusal.UnknownParent, null], appended.Select(a => a.Refusal));
        Assert.Equal((1, 2), (appended[0].Message!.Seq, appended[4].Message!.Seq));
    }

    [Fact]
    public async Task A_message_may_answer_another_of_the_same_batch()
    {
        var appended = await Messages.AppendAsync([Says(Ada, "question", "q"), Says(Ben, "answer", parent: "q")]);

        Assert.Equal(new MessageId("q"), appended[1].Message!.ParentId);
    }

    [Theory]
    [InlineData(null, 3, "3 4 5", true)]
    [InlineData(null, 5, "1 2 3 4 5", false)]
    [InlineData(null, 6, "1 2 3 4 5", false)]
    [InlineData(3L, 1, "2", true)]
    [InlineData(3L, 2, "1 2", false)]
    [InlineData(1L, 5, "", false)]
    [InlineData(99L, 2, "4 5", true)]
    public async Task A_page_holds_the_newest_before_a_message_and_knows_whether_there_are_older_ones(long? before, int limit, string seqs, bool hasMore)
    {
        await Messages.AppendAsync([.. Enumerable.Range(1, 5).Select(i => Says(Ada, $"{i}"))]);

        var page = await Messages.ReadPageAsync(Id, before, limit, None);

        Assert.Equal((seqs, hasMore, 5), (string.Join(' ', page.Messages.Select(m => m.Seq)), page.HasMore, page.Rev));
    }

    [Theory]
    [InlineData(0, 2, "1 2", 2, true)]
    [InlineData(2, 3, "3 4 5", 5, false)]
    [InlineData(2, 2, "3 4", 4, true)]
    [InlineData(5, 2, "", 5, false)]
    [InlineData(9, 2, "", 5, false)]
    public async Task Changes_after_a_rev_come_by_rev_and_say_where_to_go_on(long after, int limit, string revs, long rev, bool hasMore)
    {
        await Messages.AppendAsync([.. Enumerable.Range(1, 5).Select(i => Says(Ada, $"{i}"))]);

        var page = await Messages.ReadChangesAsync(Id, after, limit, None);

        Assert.Equal((revs, rev, hasMore), (string.Join(' ', page.Messages.Select(m => m.Rev)), page.Rev, page.HasMore));
    }

    [Fact]
    public async Task Pages_of_long_messages_are_cut_short_and_still_lead_to_every_message()
    {
        var longest = new string('漢', Limits.MaxContentLength);
        for (var i = 0; i < 40; i++) await Messages.AppendAsync([Says(Ada, longest)]);

        var forward = new List<long>();
        MessagePage page;
        do
        {
            page = await Messages.ReadChangesAsync(Id, forward.LastOrDefault(), 500, None);
            Assert.InRange(page.Messages.Sum(m => m.Content.Length), 1, MessagePage.MostText + Limits.MaxContentLength);
            forward.AddRange(page.Messages.Select(m => m.Rev));
        }
        while (page.HasMore);

        var backward = new List<long>();
        do
        {
            page = await Messages.ReadPageAsync(Id, backward.Count > 0 ? backward[^1] : null, 200, None);
            Assert.InRange(page.Messages.Sum(m => m.Content.Length), 1, MessagePage.MostText + Limits.MaxContentLength);
            backward.AddRange(page.Messages.Select(m => m.Seq).Reverse());
        }
        while (page.HasMore);

        Assert.Equal(Enumerable.Range(1, 40).Select(n => (long)n), forward);
        Assert.Equal(forward.AsEnumerable().Reverse(), backward);
    }

    [Fact]
    public async Task An_unknown_room_has_no_messages()
    {
        var page = await Messages.ReadPageAsync(new("nowhere"), null, 10, None);

        Assert.Equal((0, 0, false), (page.Messages.Count, page.Rev, page.HasMore));
        Assert.Null(await Messages.FindAsync(new("other"), new("m1"), None));
    }

    [Fact]
    public async Task A_message_is_not_found_under_another_room()
    {
        await Messages.AppendAsync([Says(Ada, "here", "m1")]);

        Assert.NotNull(await Messages.FindAsync(Id, new("m1"), None));
        Assert.Null(await Messages.FindAsync(new("other"), new("m1"), None));
    }

    [Fact]
    public async Task The_draft_of_a_reply_is_kept_with_its_question_grows_and_goes_when_the_reply_comes()
    {
        await Messages.AppendAsync([Says(Ada, "@Bot why?", "q") with { Asks = [DraftOf("r", "q")] }]);
        var kept = Assert.Single(await Messages.ReadDraftsAsync(None));
        Assert.Equal(DraftOf("r", "q"), kept);

        await Messages.SaveDraftAsync(kept with { Content = "Because", Model = "m" });
        Assert.Equal(kept with { Content = "Because", Model = "m" }, Assert.Single(await Messages.ReadDraftsAsync(None)));

        await Messages.AppendAsync([Says(Bot, "Because of that.", "r", parent: "q")]);
        await Messages.SaveDraftAsync(kept with { Content = "Because of" });
        Assert.Empty(await Messages.ReadDraftsAsync(None));
    }

    [Fact]
    public async Task A_question_that_is_refused_or_there_already_keeps_no_draft()
    {
        await Messages.AppendAsync([Says(Ada, "@Bot why?", "q") with { Asks = [DraftOf("r1", "q")] }]);

        await Messages.AppendAsync(
        [
            Says(Ada, "@Bot why?", "q") with { Asks = [DraftOf("r2", "q")] },
            Says(Ada, "@Bot why?", "q3", parent: "nothing") with { Asks = [DraftOf("r3", "q3")] },
        ]);

        Assert.Equal(new MessageId("r1"), Assert.Single(await Messages.ReadDraftsAsync(None)).MessageId);
    }

    [Fact]
    public async Task Nobody_else_can_take_the_id_under_which_a_reply_will_come()
    {
        await Messages.AppendAsync([Says(Ada, "@Bot why?", "q") with { Asks = [DraftOf("r", "q")] }]);

        var stolen = Assert.Single(await Messages.AppendAsync([Says(Ben, "I am the answer", "r")]));
        var reply = Assert.Single(await Messages.AppendAsync([Says(Bot, "The answer", "r", parent: "q")]));

        Assert.Equal(AppendRefusal.IdTaken, stolen.Refusal);
        Assert.Equal((true, 2), (reply.IsNew, reply.Message!.Seq));
    }
}
