using Confab.Protocol;
using Confab.Server.Storage;
using static Confab.Tests.Storage.StoredRoom;

namespace Confab.Tests.Storage;

/// <summary>What every extraction store promises.</summary>
public abstract class ExtractionStoreContract : IAsyncLifetime
{
    static readonly CancellationToken None = CancellationToken.None;
    static readonly RoomId Den = new("den");

    /// <summary>Later than anything that happens.</summary>
    const long Now = long.MaxValue;

    protected abstract IExtractionStore Thoughts { get; }

    protected abstract IMemoryStore Memories { get; }

    protected abstract IRoomStore Rooms { get; }

    protected abstract IUserStore Users { get; }

    protected abstract IMessageStore Messages { get; }

    public virtual async ValueTask InitializeAsync()
    {
        foreach (var person in new[] { Ada, Ben }) await Users.CreateAsync(NewUser(person));
        foreach (var room in new[] { Id, Den })
        {
            await Rooms.CreateAsync(New(room.Value));
            foreach (var person in new[] { Ada, Ben }) await Rooms.AddParticipantAsync(room, person.Id, Noon);
        }
    }

    public abstract ValueTask DisposeAsync();

    [Fact]
    public async Task Nothing_is_thought_about_until_an_assistant_has_answered_and_then_up_to_its_answer()
    {
        await SayAsync(Ada, "I like tea");
        Assert.Empty(await ReadAsync());

        var answer = await SayAsync(Bot, "noted");
        await SayAsync(Ada, "and coffee");

        Assert.Equal((Id, Bot.Id, 0L, answer.Seq, 0), Shown(Assert.Single(await ReadAsync())));
    }

    [Fact]
    public async Task An_answer_that_was_not_finished_is_none()
    {
        await SayAsync(Ada, "I like tea");
        await Messages.AppendAsync([Says(Bot, "no") with { Status = MessageStatus.Error }]);

        Assert.Empty(await ReadAsync());
    }

    [Fact]
    public async Task Each_assistant_and_each_room_has_a_place_of_its_own_and_no_more_are_read_than_asked_for()
    {
        foreach (var room in new[] { Id, Den })
            foreach (var assistant in new[] { Bot, Bot with { Id = new("assistant:other") } }) await SayAsync(assistant, "noted", room);
        Assert.Equal(4, (await ReadAsync()).Select(p => (p.Room, p.Assistant)).Distinct().Count());
        Assert.Equal(3, (await Thoughts.ReadUnthoughtAsync(3, None)).Count);

        var place = (await ReadAsync()).First(p => p.Room == Den && p.Assistant == Bot.Id);
        await Thoughts.LearnAsync(place, place.AnsweredSeq, Now, []);

        Assert.Equal(3, (await ReadAsync()).Count);
        Assert.DoesNotContain(await ReadAsync(), p => (p.Room, p.Assistant) == (place.Room, place.Assistant));
    }

    [Fact]
    public async Task What_was_learnt_is_kept_and_the_place_moved_on_in_one_and_the_next_answer_begins_there()
    {
        var said = await SayAsync(Ada, "I like tea");
        await SayAsync(Bot, "noted");
        var place = Assert.Single(await ReadAsync());

        Assert.Equal(["Ada likes tea"], (await Thoughts.LearnAsync(place, place.AnsweredSeq, Now, [Of(said, "Ada likes tea")])).Select(m => m.Content));

        Assert.Empty(await ReadAsync());
        Assert.Equal(["Ada likes tea"], await ContentsAsync());
        var next = await SayAsync(Bot, "again");
        Assert.Equal((Id, Bot.Id, place.AnsweredSeq, next.Seq, 0), Shown(Assert.Single(await ReadAsync())));
    }

    [Fact]
    public async Task A_piece_that_was_thought_about_leaves_the_rest_and_no_place_ever_goes_back()
    {
        var said = await SayAsync(Ada, "I like tea");
        await SayAsync(Ada, "and coffee");
        await SayAsync(Bot, "noted");

        await Thoughts.LearnAsync((await ReadAsync())[0], said.Seq, Now, []);
        Assert.Equal(said.Seq, Assert.Single(await ReadAsync()).Seq);
        await Thoughts.LearnAsync((await ReadAsync())[0], 0, Now, []);

        Assert.Equal(said.Seq, Assert.Single(await ReadAsync()).Seq);
    }

    [Fact]
    public async Task Of_two_who_thought_about_the_same_only_the_first_is_kept()
    {
        var said = await SayAsync(Ada, "I like tea");
        await SayAsync(Bot, "noted");
        var place = Assert.Single(await ReadAsync());

        var learnt = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Thoughts.LearnAsync(place, place.AnsweredSeq, Now, [Of(said, $"Ada likes tea {i}")])));

        Assert.Single(learnt, one => one.Count > 0);
        Assert.Single(await ContentsAsync());
    }

    [Fact]
    public async Task Of_what_was_learnt_nothing_is_kept_whose_message_is_gone_by_then()
    {
        var (one, other) = (await SayAsync(Ada, "I like tea"), await SayAsync(Ada, "I moved to Bonn"));
        await SayAsync(Bot, "noted");
        var place = Assert.Single(await ReadAsync());
        await Messages.AppendAsync([new Deletion(one.Id, Noon)]);

        Assert.Equal(["Ada moved"], (await Thoughts.LearnAsync(place, place.AnsweredSeq, Now, [Of(one, "Ada likes tea"), Of(other, "Ada moved")])).Select(m => m.Content));
        Assert.Empty(await ReadAsync());
    }

    [Fact]
    public async Task A_message_that_something_came_of_is_thought_about_again_when_it_is_edited_and_no_more_when_that_is_done()
    {
        var (said, other) = (await SayAsync(Ada, "I like tea"), await SayAsync(Ada, "hello there"));
        await SayAsync(Bot, "noted");
        var place = (await ReadAsync())[0];
        await Thoughts.LearnAsync(place, place.AnsweredSeq, Now, [Of(said, "Ada likes tea")]);

        await Messages.AppendAsync([new Edit(other.Id, "hi there", Noon), new Edit(said.Id, "I like coffee", Noon)]);
        var again = Assert.Single(await ReadAsync());
        Assert.Equal([said.Id], again.Rereads);
        Assert.Equal((place.AnsweredSeq, place.AnsweredSeq), (again.Seq, again.AnsweredSeq));
        await Thoughts.LearnAsync(again, again.Seq, Now, []);

        Assert.Empty(await ReadAsync());
        Assert.Empty(await ContentsAsync());
    }

    [Fact]
    public async Task What_is_edited_while_it_is_thought_about_is_thought_about_again()
    {
        var (said, next) = (await SayAsync(Ada, "I like tea"), await SayAsync(Ada, "I moved to Bonn"));
        var answer = await SayAsync(Bot, "noted");
        var place = (await ReadAsync())[0];

        var edited = (await Messages.AppendAsync([new Edit(said.Id, "I like coffee", Noon)]))[0].Message!;
        await Thoughts.LearnAsync(place, place.AnsweredSeq, answer.Rev, [Of(next, "Ada moved")]);
        var again = Assert.Single(await ReadAsync());
        Assert.Equal([said.Id], again.Rereads);

        var anew = (await Messages.AppendAsync([new Edit(said.Id, "I like milk", Noon)]))[0].Message!;
        await Thoughts.LearnAsync(again, again.Seq, edited.Rev, []);
        Assert.Equal([said.Id], Assert.Single(await ReadAsync()).Rereads);

        await Thoughts.LearnAsync(again, again.Seq, anew.Rev, []);
        Assert.Empty(await ReadAsync());
    }

    [Fact]
    public async Task What_was_to_be_thought_about_again_and_is_gone_by_then_is_done_with()
    {
        var said = await SayAsync(Ada, "I like tea");
        await SayAsync(Bot, "noted");
        var place = (await ReadAsync())[0];
        await Thoughts.LearnAsync(place, place.AnsweredSeq, Now, [Of(said, "Ada likes tea")]);
        await Messages.AppendAsync([new Edit(said.Id, "I like coffee", Noon)]);
        await Rooms.DropHistoryAsync(Id, DateTimeOffset.MaxValue, 100);
        var again = Assert.Single(await ReadAsync());

        await Thoughts.LearnAsync(again, again.Seq, Now, []);

        Assert.Empty(await ReadAsync());
    }

    [Fact]
    public async Task What_was_said_while_a_room_remembered_nothing_is_never_thought_about()
    {
        await SayAsync(Ada, "I like tea");
        await Rooms.UpdateAsync(Id, new RoomPatch { Memory = false }, Ada, Noon);
        var secret = await SayAsync(Ada, "not this");
        await Rooms.UpdateAsync(Id, new RoomPatch { Memory = true }, Ada, Noon);
        var answer = await SayAsync(Bot, "noted");

        Assert.Equal((Id, Bot.Id, secret.Seq, answer.Seq, 0), Shown(Assert.Single(await ReadAsync())));
    }

    [Fact]
    public async Task A_room_that_is_dropped_takes_its_places_along()
    {
        await SayAsync(Bot, "noted");
        await Rooms.DeleteAsync(Id, Noon);
        while (await Rooms.DropDeletedAsync(10)) { }

        Assert.Empty(await ReadAsync());
    }

    [Fact]
    public async Task Who_does_not_want_to_be_remembered_is_said_and_until_when_somebody_did_not_want_it()
    {
        await Memories.SwitchAsync(Ada.Id, Bot.Id, isOn: false, Noon);
        await Memories.SwitchAsync(Ben.Id, Bot.Id, isOn: false, Noon);
        await Memories.SwitchAsync(Ben.Id, Bot.Id, isOn: true, Noon.AddHours(1));

        Assert.Equal(
            [(Ada.Id, null), (Ben.Id, Noon.AddHours(1))],
            (await Thoughts.ReadOffAsync(Bot.Id, [Ada.Id, Ben.Id], None)).Select(o => (o.Key, o.Value)).OrderBy(o => o.Key.Value, StringComparer.Ordinal));
        Assert.Equal([Ben.Id], (await Thoughts.ReadOffAsync(Bot.Id, [Ben.Id], None)).Keys);
        Assert.Empty(await Thoughts.ReadOffAsync(new("assistant:other"), [Ada.Id, Ben.Id], None));
    }

    static NewMemory Of(Message said, string content) => new(
        new StoredMemory(MemoryId.New(), Bot.Id, MemoryTier.LongTerm, MemoryScope.Room, content, Noon)
        {
            About = said.Author.Id,
            Room = said.RoomId,
            SaidBy = said.Author.Id,
            SourceMessageId = said.Id,
            SourceRoomId = said.RoomId,
        },
        [said]);

    static (RoomId, UserId, long, long, int) Shown(Unthought place) => (place.Room, place.Assistant, place.Seq, place.AnsweredSeq, place.Rereads.Count);

    Task<IReadOnlyList<Unthought>> ReadAsync() => Thoughts.ReadUnthoughtAsync(100, None);

    async Task<Message> SayAsync(Author author, string content, RoomId? room = null) => (await Messages.AppendAsync([Says(author, content, room: room)]))[0].Message!;

    async Task<IReadOnlyList<string>> ContentsAsync() => [.. (await Memories.ListAsync(new MemoryFilter(Ada.Id, 100), None)).Select(m => m.Memory.Content)];
}
