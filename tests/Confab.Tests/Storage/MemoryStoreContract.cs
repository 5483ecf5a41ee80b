using Confab.Protocol;
using Confab.Server.Replies.Prompts;
using Confab.Server.Storage;
using static Confab.Tests.Storage.StoredRoom;

namespace Confab.Tests.Storage;

/// <summary>What every memory store promises.</summary>
public abstract class MemoryStoreContract : IAsyncLifetime
{
    static readonly CancellationToken None = CancellationToken.None;
    static readonly RoomId Den = new("den"), Chat = new("chat"), Pair = new("pair");
    static readonly Author Eve = Person("eve");

    protected abstract IMemoryStore Memories { get; }

    protected abstract IRoomStore Rooms { get; }

    protected abstract IUserStore Users { get; }

    protected abstract IMessageStore Messages { get; }

    protected abstract ISessionStore Sessions { get; }

    public virtual async ValueTask InitializeAsync()
    {
        foreach (var person in new[] { Ada, Ben, Eve }) await Users.CreateAsync(NewUser(person));
        await Rooms.CreateAsync(New("lounge"));
        await Rooms.CreateAsync(New("den", Visibility.Private));
        foreach (var (room, person) in new[] { (Id, Ada), (Id, Ben), (Id, Eve), (Den, Ada), (Den, Ben) }) await Rooms.AddParticipantAsync(room, person.Id, Noon);
        await Sessions.CreateAsync(new NewSession(New("chat", Visibility.Private) with { Kind = RoomKind.Chat }, Ada));
    }

    public abstract ValueTask DisposeAsync();

    [Fact]
    public async Task A_private_memory_is_found_for_its_person_alone_where_nobody_else_reads()
    {
        await KeepAsync(Of(Ada, "Ada likes green tea"));

        Assert.Equal(["Ada likes green tea"], await FindAsync(In(Chat, RoomKind.Chat, Ada), "tea"));
        Assert.Empty(await FindAsync(In(Pair, RoomKind.Direct, Ada, Ben), "tea"));
        Assert.Empty(await FindAsync(In(Id, RoomKind.Group, Ada), "tea"));
        Assert.Empty(await FindAsync(In(Chat, RoomKind.Chat, Ben), "tea"));
        Assert.Empty(await FindAsync(In(Chat, RoomKind.Chat), "tea"));
        Assert.Single(await ListAsync(Ada));
        Assert.Empty(await ListAsync(Ben));
    }

    [Fact]
    public async Task A_rooms_memory_is_found_there_and_where_only_members_of_it_read()
    {
        await KeepAsync(Of(Ada, "the release is on Friday") with { Scope = MemoryScope.Room, Room = Den, About = null, Tier = MemoryTier.Semantic });

        Assert.Single(await FindAsync(In(Den, RoomKind.Group, Ada, Ben), "release"));
        Assert.Single(await FindAsync(In(Chat, RoomKind.Chat, Ada), "release"));
        Assert.Empty(await FindAsync(In(Id, RoomKind.Group, Ada, Ben), "release"));
        Assert.Empty(await FindAsync(In(Chat, RoomKind.Chat, Eve), "release"));
        Assert.Equal((1, 1, 0), ((await ListAsync(Ada)).Count, (await ListAsync(Ben)).Count, (await ListAsync(Eve)).Count));
    }

    [Fact]
    public async Task Where_two_read_a_rooms_memory_is_found_only_while_both_are_in_it()
    {
        await PairAsync();
        await KeepAsync(Of(Ada, "the release is on Friday") with { Scope = MemoryScope.Room, Room = Den, About = null });
        Assert.Single(await FindAsync(In(Pair, RoomKind.Direct, Ada, Ben), "release"));

        await Rooms.RemoveParticipantAsync(Den, Ben.Id, Noon);

        Assert.Empty(await FindAsync(In(Pair, RoomKind.Direct, Ada, Ben), "release"));
        Assert.Empty(await ListAsync(Ben));
        Assert.Single(await ListAsync(Ada));
    }

    [Fact]
    public async Task What_a_person_lets_everybody_hear_is_found_wherever_they_take_part()
    {
        await KeepAsync(Of(Ada, "Ada is vegetarian") with { Scope = MemoryScope.User });

        Assert.Single(await FindAsync(In(Id, RoomKind.Group, Ada, Ben), "vegetarian"));
        Assert.Single(await FindAsync(In(Chat, RoomKind.Chat, Ada), "vegetarian"));
        Assert.Empty(await FindAsync(In(Id, RoomKind.Group, Ben), "vegetarian"));
        Assert.Empty(await ListAsync(Ben));
    }

    [Fact]
    public async Task Another_assistant_finds_nothing_of_it()
    {
        await KeepAsync(Of(Ada, "Ada likes green tea"));

        Assert.Empty(await Memories.FindAsync(new(new("assistant:other"), In(Chat, RoomKind.Chat, Ada), Ada.Id), ["tea"], 10, None));
    }

    [Fact]
    public async Task New_words_of_a_topic_take_the_old_ones_place_and_the_same_words_are_kept_once()
    {
        var first = Of(Ada, "Ada is 25") with { Topic = "age" };
        await KeepAsync(first);
        await KeepAsync(Of(Ada, "Ada knows Rust"));

        var changed = Assert.Single(await KeepAsync(Of(Ada, "Ada is 26") with { Topic = "age" }));
        Assert.Empty(await KeepAsync(Of(Ada, "Ada is 26") with { Topic = "age" }));
        Assert.Empty(await KeepAsync(Of(Ada, "Ada knows Rust")));

        Assert.Equal((first.Id, "Ada is 26"), (changed.Id, changed.Content));
        Assert.Equal(["Ada is 26", "Ada knows Rust"], (await ListAsync(Ada)).Select(m => m.Memory.Content).Order());
        Assert.Empty(await FindAsync(In(Chat, RoomKind.Chat, Ada), "25"));
        Assert.Single(await KeepAsync(Of(Ben, "Ben is 30") with { Topic = "age" }));
    }

    [Fact]
    public async Task Of_episodes_the_least_important_go_then_the_oldest_and_nobody_elses()
    {
        await KeepAsync(Episode(Ben, 0, 1));
        for (var i = 0; i < MemoryLimits.Episodic; i++) await KeepAsync(Episode(Ada, i, importance: i == 7 ? 7 : 9));

        await KeepAsync(Episode(Ada, 100, importance: 9));
        Assert.DoesNotContain("Ada did 7", await ContentsAsync());
        await KeepAsync(Episode(Ada, 101, importance: 9));
        Assert.DoesNotContain("Ada did 0", await ContentsAsync());
        Assert.Empty(await KeepAsync(Episode(Ada, 102, importance: 8)));

        Assert.Equal(MemoryLimits.Episodic, (await ContentsAsync()).Count);
        Assert.Single(await ListAsync(Ben));

        async Task<IReadOnlyList<string>> ContentsAsync() => [.. (await ListAsync(Ada)).Select(m => m.Memory.Content)];
    }

    [Fact]
    public async Task Of_facts_the_one_that_was_not_used_for_longest_goes()
    {
        var all = Enumerable.Range(0, MemoryLimits.LongTerm).Select(i => Of(Ada, $"fact number {i}") with { UpdatedAt = Noon.AddSeconds(i) }).ToList();
        await Memories.KeepAsync([.. all.Select(m => new NewMemory(m, []))]);
        await Memories.MarkUsedAsync([all[0].Id], Noon.AddDays(1));

        await KeepAsync(Of(Ada, "one more") with { UpdatedAt = Noon.AddDays(2) });

        Assert.NotNull(await Memories.FindAsync(Ada.Id, all[0].Id, None));
        Assert.Null(await Memories.FindAsync(Ada.Id, all[1].Id, None));
        Assert.NotNull(await Memories.FindAsync(Ada.Id, all[2].Id, None));
        Assert.Equal((1, Noon.AddDays(1)), (await Memories.FindAsync(Ada.Id, all[0].Id, None))!.Memory is var used ? (used.Uses, used.LastUsedAt) : default);
    }

    [Fact]
    public async Task With_a_message_that_is_edited_or_deleted_goes_all_that_came_of_it_and_that_is_told()
    {
        var (one, other) = (await SayAsync(Ada, "I like tea", Chat), await SayAsync(Ada, "I moved to Bonn", Chat));
        var tea = (await Memories.KeepAsync([new(From(one, "Ada likes tea"), [one])]))[0];
        var episode = (await Memories.KeepAsync([new(From(other, "Ada moved, and likes tea") with { Tier = MemoryTier.Episodic }, [one, other])]))[0];
        var bonn = (await Memories.KeepAsync([new(From(other, "Ada lives in Bonn"), [other])]))[0];

        await Messages.AppendAsync([new Edit(one.Id, "I like coffee", Noon)]);

        Assert.Equal([bonn.Id], (await ListAsync(Ada)).Select(m => m.Memory.Id));
        Assert.Equal([tea.Id.Value, episode.Id.Value], (await Memories.TakeGoneAsync(10)).Select(g => g.Id.Value));
        await Messages.AppendAsync([new Deletion(other.Id, Noon)]);
        Assert.Empty(await ListAsync(Ada));
        Assert.Equal([new GoneMemory(bonn.Id, Bot.Id, MemoryScope.Private, Ada.Id, null)], await Memories.TakeGoneAsync(10));
        Assert.Empty(await Memories.TakeGoneAsync(10));
    }

    [Fact]
    public async Task What_came_of_a_message_that_says_something_else_by_now_is_not_kept()
    {
        var said = await SayAsync(Ada, "I like tea", Chat);
        await Messages.AppendAsync([new Edit(said.Id, "never mind", Noon)]);

        Assert.Empty(await Memories.KeepAsync([new(From(said, "Ada likes tea"), [said])]));
    }

    [Fact]
    public async Task With_a_room_that_is_deleted_its_memories_are_gone_at_once_and_with_a_session_what_was_said_in_it()
    {
        await KeepAsync(Of(Ada, "the release is on Friday") with { Scope = MemoryScope.Room, Room = Den, About = null });
        var said = await SayAsync(Ada, "I like tea", Chat);
        await Memories.KeepAsync([new(From(said, "Ada likes tea"), [said])]);

        await Rooms.DeleteAsync(Den, Noon);
        Assert.Equal(["Ada likes tea"], (await ListAsync(Ada)).Select(m => m.Memory.Content));
        Assert.Empty(await FindAsync(In(Den, RoomKind.Group, Ada, Ben), "release"));
        while (await Rooms.DropDeletedAsync(10)) { }
        await Sessions.DeleteAsync(Chat);

        Assert.Empty(await ListAsync(Ada));
        Assert.Equal(2, (await Memories.TakeGoneAsync(10)).Count);
    }

    [Fact]
    public async Task Who_switches_it_off_is_neither_remembered_nor_recalled_until_they_switch_it_on()
    {
        await KeepAsync(Of(Ada, "Ada is vegetarian") with { Scope = MemoryScope.User });
        await KeepAsync(Of(Ben, "Ben is vegetarian too") with { Scope = MemoryScope.User });
        var before = await SayAsync(Ada, "I like tea", Chat);

        await Memories.SwitchAsync(Ada.Id, Bot.Id, isOn: false, Noon);

        Assert.Equal([Bot.Id], await Memories.ReadOffAsync(Ada.Id, None));
        Assert.Empty(await KeepAsync(Of(Ada, "Ada likes tea")));
        Assert.Empty(await FindAsync(In(Id, RoomKind.Group, Ada, Ben), "vegetarian"));
        Assert.Equal(["Ben is vegetarian too"], await FindAsync(In(Id, RoomKind.Group, Ada, Ben), "vegetarian", asker: Ben));
        await Memories.SwitchAsync(Ada.Id, Bot.Id, isOn: true, Noon.AddHours(1));
        Assert.Empty(await Memories.ReadOffAsync(Ada.Id, None));
        Assert.Equal(2, (await FindAsync(In(Id, RoomKind.Group, Ada, Ben), "vegetarian")).Count);
        Assert.Empty(await Memories.KeepAsync([new(From(before, "Ada likes tea"), [before])]));
        Assert.Single(await KeepAsync(Of(Ada, "Ada likes tea")));
    }

    [Fact]
    public async Task In_a_room_that_remembers_nothing_nothing_is_kept_or_recalled_and_its_memories_are_used_nowhere()
    {
        await KeepAsync(Of(Ada, "the release is on Friday") with { Scope = MemoryScope.Room, Room = Den, About = null });
        await KeepAsync(Of(Ada, "Ada releases software") with { Scope = MemoryScope.User });

        await Rooms.UpdateAsync(Den, new RoomPatch { Memory = false }, Ada, Noon);

        Assert.Empty(await FindAsync(In(Den, RoomKind.Group, Ada, Ben), "release"));
        Assert.Equal(["Ada releases software"], await FindAsync(In(Chat, RoomKind.Chat, Ada), "release"));
        Assert.Empty(await KeepAsync(Of(Ada, "more of it") with { Scope = MemoryScope.Room, Room = Den, About = null }));
    }

    [Fact]
    public async Task Somebody_who_is_not_in_a_room_is_not_remembered_there()
    {
        Assert.Empty(await KeepAsync(Of(Eve, "Eve is away") with { Scope = MemoryScope.Room, Room = Den }));
        Assert.Single(await KeepAsync(Of(Ben, "Ben is away") with { Scope = MemoryScope.Room, Room = Den }));
    }

    [Fact]
    public async Task A_memory_is_changed_by_whom_it_is_about_and_one_about_nobody_by_who_said_it_or_keeps_order()
    {
        var ofBen = Of(Ben, "Ben is away") with { Scope = MemoryScope.Room, Room = Id };
        var ofNobody = Of(Ben, "the door code is 1234") with { Scope = MemoryScope.Room, Room = Id, About = null };
        await KeepAsync(ofBen);
        await KeepAsync(ofNobody);

        Assert.Equal((false, true, false), await MayAsync(ofBen));
        // Ada came first and owns the room.
        Assert.Equal((true, true, false), await MayAsync(ofNobody));
        Assert.Null(await Memories.EditAsync(Eve.Id, ofNobody.Id, new(Noon, "Eve was here")));
        Assert.Empty(await Memories.ForgetAsync(Eve.Id, [ofBen.Id, ofNobody.Id]));
        Assert.Equal("the door code is 5678", (await Memories.EditAsync(Ben.Id, ofNobody.Id, new(Noon, "the door code is 5678")))!.Content);
        Assert.Equal([ofNobody.Id], (await Memories.ForgetAsync(Ada.Id, [ofBen.Id, ofNobody.Id])).Select(m => m.Id));
        Assert.Equal([ofBen.Id], (await ListAsync(Eve)).Select(m => m.Memory.Id));

        async Task<(bool Ada, bool Ben, bool Eve)> MayAsync(StoredMemory memory) => (await ByAsync(Ada, memory), await ByAsync(Ben, memory), await ByAsync(Eve, memory));

        async Task<bool> ByAsync(Author person, StoredMemory memory) => (await Memories.FindAsync(person.Id, memory.Id, None))!.MayChange;
    }

    [Fact]
    public async Task Who_left_a_room_sees_and_forgets_what_they_alone_said_there_and_nothing_of_others()
    {
        var (ofBen, ofNobody) = (Of(Ben, "Ben is away") with { Scope = MemoryScope.Room, Room = Den }, Of(Ben, "the door code is 1234") with { Scope = MemoryScope.Room, Room = Den, About = null });
        var (bens, adas) = (await SayAsync(Ben, "we meet on Fridays", Den), await SayAsync(Ada, "at noon", Den));
        await KeepAsync(ofBen);
        await KeepAsync(ofNobody);
        await KeepAsync(Of(Ada, "Ada leads") with { Scope = MemoryScope.Room, Room = Den });
        await KeepAsync(Of(Ada, "the code is secret") with { Scope = MemoryScope.Room, Room = Den, About = null });
        await KeepAsync(Of(Ben, "Ben is slow, says Ada") with { Scope = MemoryScope.Room, Room = Den, SaidBy = Ada.Id });
        await Memories.KeepAsync([new(OfDen(bens, "they meet on Fridays"), [bens])]);
        await Memories.KeepAsync([new(OfDen(bens, "they meet on Fridays at noon"), [bens, adas])]);
        Assert.Equal(7, (await ListAsync(Ben)).Count);

        await Rooms.RemoveParticipantAsync(Den, Ben.Id, Noon);

        Assert.Equal(["Ben is away", "the door code is 1234", "they meet on Fridays"], (await ListAsync(Ben)).Select(m => m.Memory.Content).Order());
        Assert.All(await ListAsync(Ben), m => Assert.True(m.MayChange));
        Assert.Empty(await ListAsync(Eve));
        Assert.Null(await Memories.EditAsync(Ben.Id, ofNobody.Id, new(Noon, "Ben was here")));
        Assert.Equal("Ben is back", (await Memories.EditAsync(Ben.Id, ofBen.Id, new(Noon, "Ben is back", MemoryScope.Private)))!.Content);
        Assert.Equal([ofNobody.Id], (await Memories.ForgetAsync(Ben.Id, [ofNobody.Id])).Select(m => m.Id));
        Assert.Equal(["Ben is back", "they meet on Fridays"], (await ListAsync(Ben)).Select(m => m.Memory.Content).Order());
        await Rooms.DeleteAsync(Den, Noon);
        Assert.Equal(["Ben is back"], (await ListAsync(Ben)).Select(m => m.Memory.Content));
    }

    [Fact]
    public async Task Who_left_a_room_does_not_see_the_words_that_a_moderator_gave_what_they_said()
    {
        var ofNobody = Of(Ben, "the door code is 1234") with { Scope = MemoryScope.Room, Room = Den, About = null };
        await KeepAsync(ofNobody);
        await Rooms.RemoveParticipantAsync(Den, Ben.Id, Noon);
        Assert.Single(await ListAsync(Ben));

        await Memories.EditAsync(Ada.Id, ofNobody.Id, new(Noon, "the door code is 5678"));

        Assert.Empty(await ListAsync(Ben));
        Assert.Single(await ListAsync(Ada));
    }

    [Fact]
    public async Task Only_whom_a_memory_is_about_widens_or_narrows_who_may_see_it()
    {
        var ofBen = Of(Ben, "Ben is away") with { Scope = MemoryScope.Room, Room = Id };
        await KeepAsync(ofBen);

        Assert.Null(await Memories.EditAsync(Ada.Id, ofBen.Id, new(Noon, Scope: MemoryScope.Private)));
        Assert.Null(await Memories.EditAsync(Ben.Id, ofBen.Id, new(Noon, Scope: MemoryScope.Room, Room: Chat)));
        await Memories.EditAsync(Ben.Id, ofBen.Id, new(Noon, Scope: MemoryScope.Private));

        Assert.Empty(await ListAsync(Ada));
        Assert.Equal([new GoneMemory(ofBen.Id, Bot.Id, MemoryScope.Room, Ben.Id, Id)], await Memories.TakeGoneAsync(10));
        await Memories.EditAsync(Ben.Id, ofBen.Id, new(Noon, Scope: MemoryScope.User));
        Assert.Single(await FindAsync(In(Den, RoomKind.Group, Ada, Ben), "away"));
    }

    [Fact]
    public async Task Forgetting_everything_takes_what_is_about_one_and_nothing_of_others_and_passes_over_what_was_said()
    {
        await KeepAsync(Of(Ada, "Ada likes tea"));
        await KeepAsync(Of(Ada, "Ada leads") with { Scope = MemoryScope.Room, Room = Den });
        await KeepAsync(Of(Ben, "Ben likes tea"));
        var said = await SayAsync(Ada, "I moved to Bonn", Chat);

        Assert.Equal(2, await Memories.ForgetAllAsync(Ada.Id, Bot.Id, Noon.AddSeconds(1)));

        Assert.Empty(await ListAsync(Ada));
        Assert.Single(await ListAsync(Ben));
        Assert.Empty(await Memories.KeepAsync([new(From(said, "Ada lives in Bonn"), [said])]));
        Assert.Empty(await Memories.ReadOffAsync(Ada.Id, None));
    }

    [Fact]
    public async Task Memories_are_listed_by_assistant_room_scope_tier_and_words()
    {
        await KeepAsync(Of(Ada, "Ada likes green tea") with { UpdatedAt = Noon.AddHours(1) });
        await KeepAsync(Of(Ada, "Ada plays chess") with { Scope = MemoryScope.Room, Room = Den });
        await KeepAsync(Of(Ada, "Ada won a game") with { Tier = MemoryTier.Episodic, AssistantId = new("assistant:other"), Importance = 8 });

        Assert.Equal(["Ada likes green tea"], await Of1(f => f with { Words = ["teas"] }));
        Assert.Equal(["Ada plays chess"], await Of1(f => f with { Room = Den }));
        Assert.Equal(["Ada plays chess"], await Of1(f => f with { Scope = MemoryScope.Room }));
        Assert.Equal(["Ada won a game"], await Of1(f => f with { Tier = MemoryTier.Episodic }));
        Assert.Equal(["Ada won a game"], await Of1(f => f with { Assistant = new("assistant:other") }));
        Assert.Equal("Ada likes green tea", (await Of1(f => f))[0]);
        Assert.Equal(["Ada likes green tea"], await Of1(f => f with { Limit = 1 }));
        Assert.Equal(2, (await Of1(f => f with { Skip = 1 })).Count);

        async Task<IReadOnlyList<string>> Of1(Func<MemoryFilter, MemoryFilter> how) =>
            [.. (await Memories.ListAsync(how(new MemoryFilter(Ada.Id, 10)), None)).Select(m => m.Memory.Content)];
    }

    [Fact]
    public async Task Embeddings_are_made_once_and_go_with_the_words_that_they_are_of()
    {
        var tea = Of(Ada, "Ada likes green tea") with { Topic = "tea" };
        await KeepAsync(tea);
        Assert.Equal([tea.Id], (await Memories.ReadWithoutEmbeddingAsync("m", 10, None)).Select(m => m.Id));

        await Memories.SetEmbeddingsAsync("m", [new(tea, [0.6f, 0.8f])]);

        Assert.Empty(await Memories.ReadWithoutEmbeddingAsync("m", 10, None));
        Assert.Single(await Memories.ReadWithoutEmbeddingAsync("other", 10, None));
        var question = new MemoryQuestion(Bot.Id, In(Chat, RoomKind.Chat, Ada), Ada.Id);
        var embedded = Assert.Single(await Memories.ReadEmbeddedAsync(question, "m", 10, None));
        Assert.Equal((0.6f, 0.8f), (embedded.Vector[0], embedded.Vector[1]));
        Assert.Empty(await Memories.ReadEmbeddedAsync(question with { Audience = In(Pair, RoomKind.Direct, Ada, Ben) }, "m", 10, None));
        await KeepAsync(Of(Ada, "Ada likes coffee") with { Topic = "tea" });
        Assert.Empty(await Memories.ReadEmbeddedAsync(question, "m", 10, None));
        await Memories.SetEmbeddingsAsync("m", [new(tea, [0.6f, 0.8f])]);
        Assert.Empty(await Memories.ReadEmbeddedAsync(question, "m", 10, None));
    }

    static StoredMemory Of(Author about, string content) =>
        new(MemoryId.New(), Bot.Id, MemoryTier.LongTerm, MemoryScope.Private, content, Noon) { About = about.Id, SaidBy = about.Id };

    static StoredMemory Episode(Author of, int number, int importance) =>
        Of(of, $"{char.ToUpperInvariant(of.Name[0])}{of.Name[1..]} did {number}") with { Tier = MemoryTier.Episodic, Importance = importance, UpdatedAt = Noon.AddMinutes(number) };

    static StoredMemory From(Message said, string content) => Of(said.Author, content) with { SourceMessageId = said.Id, SourceRoomId = said.RoomId };

    static StoredMemory OfDen(Message said, string content) =>
        From(said, content) with { Scope = MemoryScope.Room, Room = Den, About = null, Tier = MemoryTier.Semantic };

    static Audience In(RoomId room, RoomKind kind, params Author[] people) => new(room, kind, [.. people.Select(p => p.Id)]);

    Task<IReadOnlyList<StoredMemory>> KeepAsync(StoredMemory memory) => Memories.KeepAsync([new NewMemory(memory, [])]);

    async Task<IReadOnlyList<string>> FindAsync(Audience audience, string word, Author? asker = null) =>
        [.. (await Memories.FindAsync(new(Bot.Id, audience, (asker ?? Ada).Id), [word], 10, None)).Select(m => m.Content)];

    Task<IReadOnlyList<ReadableMemory>> ListAsync(Author reader) => Memories.ListAsync(new MemoryFilter(reader.Id, 2000), None);

    async Task<Message> SayAsync(Author author, string content, RoomId room) => (await Messages.AppendAsync([Says(author, content, room: room)]))[0].Message!;

    async Task PairAsync() => await Rooms.OpenDirectAsync(new NewRoom(Pair, "pair", RoomKind.Direct, Visibility.Private, AssistantMode.Off, Noon, Owner: Ada.Id), Ben.Id);
}
