using Confab.Protocol;
using Confab.Server.Storage;
using static Confab.Tests.Storage.StoredRoom;

namespace Confab.Tests.Storage;

/// <summary>What every store of assistants promises.</summary>
public abstract class AssistantStoreContract : IAsyncLifetime
{
    protected abstract IAssistantStore Assistants { get; }

    protected abstract IUserStore Users { get; }

    public virtual async ValueTask InitializeAsync()
    {
        foreach (var person in new[] { Ada, Ben }) await Users.CreateAsync(NewUser(person));
    }

    public abstract ValueTask DisposeAsync();

    [Fact]
    public async Task What_was_made_is_read_as_it_was_made_and_as_it_was_changed()
    {
        var (one, two) = (Made("one", Ada), Made("two", Ben) with { CreatedAt = Noon.AddSeconds(1) });
        Assert.Null(await Assistants.AddAsync(two, 9));
        Assert.Null(await Assistants.AddAsync(one, 9));

        Assert.Equal([one, two], await ReadAsync());
        Assert.Null(await Assistants.UpdateAsync(one.Id, "UNO", "other", Noon.AddDays(1)));
        Assert.Equal([one with { HandleKey = "UNO", Text = "other" }, two], await ReadAsync());
        Assert.True(await Assistants.DeleteAsync(one.Id));
        Assert.Equal([two], await ReadAsync());
    }

    [Fact]
    public async Task A_handle_is_one_assistants_and_a_person_has_so_many()
    {
        await Assistants.AddAsync(Made("one", Ada), 2);

        Assert.Equal(MadeRefusal.HandleTaken, await Assistants.AddAsync(Made("one", Ben) with { Id = new("assistant:x") }, 2));
        Assert.Null(await Assistants.AddAsync(Made("two", Ada), 2));
        Assert.Equal(MadeRefusal.TooMany, await Assistants.AddAsync(Made("three", Ada), 2));
        Assert.Null(await Assistants.AddAsync(Made("three", Ben), 2));
        Assert.Equal(MadeRefusal.HandleTaken, await Assistants.UpdateAsync(Made("two", Ada).Id, "ONE", "x", Noon));
        Assert.Null(await Assistants.UpdateAsync(Made("two", Ada).Id, "TWO", "x", Noon));
        Assert.Equal(MadeRefusal.Unknown, await Assistants.UpdateAsync(new("assistant:none"), "NONE", "x", Noon));
        Assert.False(await Assistants.DeleteAsync(new("assistant:none")));
    }

    static MadeAssistant Made(string handle, Author owner) => new(new("assistant:" + handle), owner.Id, handle.ToUpperInvariant(), "text of " + handle, Noon);

    Task<IReadOnlyList<MadeAssistant>> ReadAsync() => Assistants.ReadAllAsync(CancellationToken.None);
}
