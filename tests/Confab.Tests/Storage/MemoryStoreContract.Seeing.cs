using Confab.Protocol;
using Confab.Server.Storage;
using static Confab.Tests.Storage.StoredRoom;

namespace Confab.Tests.Storage;

/// <summary>Who is told a memory, by where it was said.</summary>
public abstract partial class MemoryStoreContract
{
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
    public async Task Who_left_a_room_does_not_hear_how_often_what_they_said_is_used_there()
    {
        var (ofBen, elsewhere) = (Of(Ben, "Ben is away") with { Scope = MemoryScope.Room, Room = Den }, Of(Ben, "Ben likes tea") with { Scope = MemoryScope.User });
        await KeepAsync(ofBen);
        await KeepAsync(elsewhere);
        await UseAsync(1);
        Assert.Equal([(1, Noon.AddDays(1)), (1, Noon.AddDays(1))], await UsesAsync());

        await Rooms.RemoveParticipantAsync(Den, Ben.Id, Noon);
        await UseAsync(2);

        Assert.Equal([(0, null), (2, Noon.AddDays(2))], await UsesAsync());
        Assert.Equal((0, null), UsesOf((await Memories.FindAsync(Ben.Id, ofBen.Id, None))!.Memory));
        Assert.Equal((2, Noon.AddDays(2)), UsesOf((await Memories.FindAsync(Ada.Id, ofBen.Id, None))!.Memory));
        Assert.Equal((0, null), UsesOf((await Memories.EditAsync(Ben.Id, ofBen.Id, new(Noon, Scope: MemoryScope.Private)))!));
        Assert.Equal([(0, null), (2, Noon.AddDays(2))], await UsesAsync());
        await UseAsync(3);
        Assert.Equal([(1, Noon.AddDays(3)), (3, Noon.AddDays(3))], await UsesAsync());

        Task UseAsync(int day) => Memories.MarkUsedAsync([ofBen.Id, elsewhere.Id], Noon.AddDays(day));

        async Task<IEnumerable<(long, DateTimeOffset?)>> UsesAsync() => (await ListAsync(Ben)).Select(m => m.Memory).OrderBy(m => m.Content, StringComparer.Ordinal).Select(UsesOf);

        static (long, DateTimeOffset?) UsesOf(StoredMemory m) => (m.Uses, m.LastUsedAt);
    }
}
