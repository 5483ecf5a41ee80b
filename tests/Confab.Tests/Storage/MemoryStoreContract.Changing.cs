using Confab.Protocol;
using Confab.Server.Storage;
using static Confab.Tests.Storage.StoredRoom;

namespace Confab.Tests.Storage;

/// <summary>Who changes a memory, and who may see it then.</summary>
public abstract partial class MemoryStoreContract
{
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
}
