using Confab.Protocol;
using Confab.Server.Storage;
using static Confab.Tests.Storage.StoredRoom;

namespace Confab.Tests.Storage;

/// <summary>What every summary store promises.</summary>
public abstract class SummaryStoreContract : IAsyncLifetime
{
    static readonly CancellationToken None = CancellationToken.None;
    static readonly RoomId Den = new("den");

    List<Message> _said = [];

    protected abstract ISummaryStore Summaries { get; }

    protected abstract IRoomStore Rooms { get; }

    protected abstract IUserStore Users { get; }

    protected abstract IMessageStore Messages { get; }

    public virtual async ValueTask InitializeAsync()
    {
        await Users.CreateAsync(NewUser(Ada));
        await Rooms.CreateAsync(New("lounge"));
        await Rooms.CreateAsync(New("den"));
        _said = [.. (await Messages.AppendAsync([.. Enumerable.Range(1, 6).Select(i => Says(Ada, $"word {i}", $"m{i}"))])).Select(a => a.Message!)];
    }

    public abstract ValueTask DisposeAsync();

    [Fact]
    public async Task A_summary_is_read_before_what_comes_after_it_and_nowhere_else()
    {
        Assert.True(await SaveAsync("in short", 1, 3));

        var summary = Assert.Single(await ReadAsync(before: 4));
        Assert.Equal((1, 3, new MessageId("m3"), "in short", (MessageId?)null), (summary.FromSeq, summary.UntilSeq, summary.UntilId, summary.Content, summary.ThreadId));
        Assert.Empty(await ReadAsync(before: 3));
        Assert.Empty(await Summaries.ReadAsync(Den, null, 100, None));
        Assert.Empty(await Summaries.ReadAsync(Id, new("m1"), 100, None));
    }

    [Fact]
    public async Task A_thread_has_summaries_of_its_own_and_the_room_does_not_see_them()
    {
        Assert.True(await SaveAsync("of the thread", 1, 3, thread: "m1"));

        Assert.Empty(await ReadAsync());
        Assert.Equal(["of the thread"], (await Summaries.ReadAsync(Id, new("m1"), 100, None)).Select(s => s.Content));
        Assert.Empty(await Summaries.ReadAsync(Id, new("m2"), 100, None));
    }

    [Fact]
    public async Task The_one_that_reaches_furthest_comes_first_and_of_those_that_reach_as_far_the_newer_and_not_all_of_many()
    {
        await SaveAsync("short", 1, 2);
        await SaveAsync("long", 1, 4);
        await SaveAsync("long anew", 1, 4);
        await SaveAsync("middle", 1, 3);

        Assert.Equal(["long anew", "long", "middle", "short"], (await ReadAsync()).Select(s => s.Content));
        for (var i = 0; i < 40; i++) await SaveAsync($"again {i}", 1, 5);
        Assert.Equal("again 39", (await ReadAsync())[0].Content);
        Assert.InRange((await ReadAsync()).Count, 2, 39);
    }

    [Fact]
    public async Task Above_the_line_from_which_assistants_begin_anew_none_is_read()
    {
        await SaveAsync("before the line", 1, 3);
        var line = (await Messages.AppendAsync([Says(Ada, "anew") with { StartsAnew = true }]))[0].Message!;
        Assert.Empty(await ReadAsync());

        var after = (await Messages.AppendAsync([Says(Ada, "after", "m8")]))[0].Message!;
        Assert.True(await Summaries.SaveAsync(Of("after the line", after.Seq, after.Seq, after.Id), after.Rev));
        Assert.Equal(["after the line"], (await ReadAsync()).Select(s => s.Content));
        Assert.Equal(7, line.Seq);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_message_that_is_edited_or_deleted_takes_along_what_stands_for_it_and_nothing_else(int number)
    {
        await SaveAsync("first", 1, 3);
        await SaveAsync("later", 4, 5);
        await SaveAsync("of the thread", 1, 3, thread: "m1");

        await Messages.AppendAsync([number == 2 ? new Deletion(new($"m{number}"), Noon) : new Edit(new($"m{number}"), "other words", Noon)]);

        Assert.Equal(["later"], (await ReadAsync()).Select(s => s.Content));
        Assert.Empty(await Summaries.ReadAsync(Id, new("m1"), 100, None));
    }

    [Fact]
    public async Task A_reaction_leaves_it()
    {
        await SaveAsync("first", 1, 3);

        await Messages.AppendAsync([new React(new("m2"), Ada.Id, "👍", On: true, Noon)]);

        Assert.Single(await ReadAsync());
    }

    [Fact]
    public async Task What_was_edited_or_deleted_while_it_was_written_is_never_kept_and_what_was_edited_before_is()
    {
        await Messages.AppendAsync([new Edit(new("m1"), "other words", Noon)]);
        var read = (await Messages.FindAsync(Id, new("m1"), None))!.Rev;
        await Messages.AppendAsync([new Edit(new("m3"), "other words", Noon)]);

        Assert.False(await Summaries.SaveAsync(Of("of old words", 1, 3, new("m3")), read));
        Assert.True(await Summaries.SaveAsync(Of("of what is there", 1, 2, new("m2")), read));
        await Messages.AppendAsync([new Deletion(new("m5"), Noon)]);
        Assert.False(await Summaries.SaveAsync(Of("of what is gone", 4, 5, new("m5")), read));

        Assert.Equal(["of what is there"], (await ReadAsync()).Select(s => s.Content));
    }

    [Fact]
    public async Task An_edit_and_a_summary_at_once_never_leave_the_old_words()
    {
        for (var i = 0; i < 20; i++)
        {
            var rev = (await Messages.FindAsync(Id, new("m2"), None))!.Rev;
            Func<Task> save = () => Summaries.SaveAsync(Of($"words before edit {i}", 1, 3, new("m3")), Math.Max(rev, _said[^1].Rev));
            Func<Task> edit = () => Messages.AppendAsync([new Edit(new("m2"), $"edit {i}", Noon.AddMinutes(i))]);
            await Task.WhenAll(i % 2 == 0 ? [save(), edit()] : [edit(), save()]);

            Assert.Empty(await ReadAsync());
        }
    }

    [Fact]
    public async Task Nothing_is_kept_of_messages_that_are_not_there_or_of_another_room()
    {
        Assert.False(await Summaries.SaveAsync(Of("of nothing", 1, 3, new("never-was")), 100));
        Assert.False(await Summaries.SaveAsync(Of("of another room", 1, 3, new("m3")) with { RoomId = Den }, 100));
    }

    [Fact]
    public async Task A_room_that_is_dropped_takes_its_summaries_along()
    {
        await SaveAsync("first", 1, 3);

        await Rooms.DeleteAsync(Id, Noon);
        while (await Rooms.DropDeletedAsync(10)) { }

        Assert.Empty(await ReadAsync());
    }

    Task<bool> SaveAsync(string content, long from, long until, string? thread = null) =>
        Summaries.SaveAsync(Of(content, from, until, new($"m{until}"), thread), _said[^1].Rev);

    static NewSummary Of(string content, long from, long until, MessageId untilId, string? thread = null) =>
        new(Id, thread is null ? null : new(thread), from, until, untilId, content, "scripted", Noon);

    Task<IReadOnlyList<Summary>> ReadAsync(long before = 100) => Summaries.ReadAsync(Id, null, before, None);
}
