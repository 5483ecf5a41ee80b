using Confab.Server.Storage;
using static Confab.Tests.Storage.StoredRoom;

namespace Confab.Tests.Storage;

/// <summary>What every user store promises.</summary>
public abstract class UserStoreContract : IAsyncLifetime
{
    static readonly CancellationToken None = CancellationToken.None;

    protected abstract IUserStore Users { get; }

    protected abstract IRoomStore Rooms { get; }

    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public abstract ValueTask DisposeAsync();

    [Fact]
    public async Task A_token_finds_its_name_and_no_other_hash_does()
    {
        await Users.CreateAsync(NewUser(Ada));
        await Users.CreateAsync(NewUser(Ben));

        Assert.Equal(Ada, await Users.FindByTokenAsync("hash of ada"u8.ToArray(), None));
        Assert.Equal(Ben, await Users.FindByTokenAsync("hash of ben"u8.ToArray(), None));
        Assert.Null(await Users.FindByTokenAsync("hash of nobody"u8.ToArray(), None));
    }

    [Fact]
    public async Task A_name_of_the_same_key_is_refused_and_its_token_opens_nothing()
    {
        await Users.CreateAsync(NewUser(Ada, "ADA"));
        var twin = NewUser(Person("Ａda"), "ADA");

        Assert.False(await Users.CreateAsync(twin));
        Assert.Null(await Users.FindByTokenAsync(twin.TokenHash, None));
        Assert.Equal(Ada, await Users.FindByTokenAsync("hash of ada"u8.ToArray(), None));
    }

    [Fact]
    public async Task Only_one_of_many_who_take_a_name_at_once_gets_it()
    {
        var taken = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => Users.CreateAsync(NewUser(Person($"n{i}"), "SAME")))));

        Assert.Single(taken, isNew => isNew);
    }

    [Fact]
    public async Task When_somebody_was_last_seen_never_goes_back()
    {
        await Users.CreateAsync(NewUser(Ada));
        await Rooms.CreateAsync(New("lounge"));
        await Rooms.AddParticipantAsync(Id, Ada.Id, Noon);

        await Users.SeenAsync(Ada.Id, Noon.AddHours(2));
        await Users.SeenAsync(Ada.Id, Noon.AddHours(1));

        Assert.Equal(Noon.AddHours(2), Assert.Single(await Rooms.ReadParticipantsAsync(Id, 10, None)).LastSeen);
    }
}
