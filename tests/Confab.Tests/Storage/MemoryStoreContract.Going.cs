using Confab.Protocol;
using Confab.Server.Storage;
using static Confab.Tests.Storage.StoredRoom;

namespace Confab.Tests.Storage;

/// <summary>What takes memories away.</summary>
public abstract partial class MemoryStoreContract
{
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
}
