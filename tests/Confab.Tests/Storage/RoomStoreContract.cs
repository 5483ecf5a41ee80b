using Confab.Protocol;
using Confab.Server.Storage;
using static Confab.Tests.Storage.StoredRoom;

namespace Confab.Tests.Storage;

/// <summary>What every room store promises.</summary>
public abstract class RoomStoreContract : IAsyncLifetime
{
    static readonly CancellationToken None = CancellationToken.None;

    protected abstract IRoomStore Rooms { get; }

    protected abstract IUserStore Users { get; }

    public virtual async ValueTask InitializeAsync()
    {
        foreach (var person in new[] { Ada, Ben, Person("Cy") }) await Users.CreateAsync(NewUser(person));
    }

    public abstract ValueTask DisposeAsync();

    [Fact]
    public async Task A_new_room_is_read_back_as_it_was_made_and_is_empty()
    {
        Assert.True((await Rooms.CreateAsync(new(Id, "Lounge ☕", RoomKind.Chat, Visibility.Private, AssistantMode.Smart, Noon))).Change?.IsNew);

        Assert.Equivalent(
            new Room(Id, "Lounge ☕", RoomKind.Chat, Visibility.Private, AssistantMode.Smart, 0, Noon, 0, 0, Assistants: [new("assistant:aibot")]), await Rooms.FindAsync(Id, None), strict: true);
    }

    [Fact]
    public async Task A_room_whose_id_is_there_already_changes_nothing()
    {
        await Rooms.CreateAsync(New("lounge", name: "first"));

        Assert.Equal(RoomRefusal.Exists, (await Rooms.CreateAsync(New("lounge", Visibility.Private, "second"))).Refusal);
        Assert.Equal(("first", Visibility.Public), (await Rooms.FindAsync(Id, None)) is { } room ? (room.Name, room.Visibility) : default);
    }

    [Fact]
    public async Task Lists_show_public_rooms_and_the_private_ones_of_the_reader_by_name()
    {
        await Rooms.CreateAsync(New("1", name: "beta"));
        await Rooms.CreateAsync(New("2", Visibility.Private, "alpha"));
        await Rooms.CreateAsync(New("3", Visibility.Private, "gamma"));
        await Rooms.AddParticipantAsync(new("2"), Ada.Id, Noon);
        await Rooms.AddParticipantAsync(new("3"), Ben.Id, Noon);

        Assert.Equal(["alpha", "beta"], (await Rooms.ListAsync(Ada.Id, None)).Select(r => r.Name));
        Assert.Equal(["beta", "gamma"], (await Rooms.ListAsync(Ben.Id, None)).Select(r => r.Name));
        Assert.Equal(["beta"], (await Rooms.ListAsync(null, None)).Select(r => r.Name));
    }

    [Fact]
    public async Task Rooms_are_counted_of_one_kind_or_of_all()
    {
        await Rooms.CreateAsync(New("1"));
        await Rooms.CreateAsync(New("2", Visibility.Private));
        await Rooms.CreateAsync(New("3") with { Kind = RoomKind.Chat });

        Assert.Equal((2, 1, 3), (await Rooms.CountAsync(RoomKind.Group, None), await Rooms.CountAsync(RoomKind.Chat, None), await Rooms.CountAsync(null, None)));
    }

    [Fact]
    public async Task Joining_and_leaving_count_each_person_once()
    {
        await Rooms.CreateAsync(New("lounge"));

        Assert.Equal(Ada, (await Rooms.AddParticipantAsync(Id, Ada.Id, Noon)).Change?.Joined?.Author);
        Assert.Null((await Rooms.AddParticipantAsync(Id, Ada.Id, Noon)).Change?.Joined);
        Assert.Equal(Ben, (await Rooms.AddParticipantAsync(Id, Ben.Id, Noon)).Change?.Joined?.Author);
        Assert.Equal(2, (await Rooms.FindAsync(Id, None))!.UserCount);

        Assert.Equal(Ada, (await Rooms.RemoveParticipantAsync(Id, Ada.Id, Noon)).Change?.Left);
        Assert.Equal(RoomRefusal.NotAMember, (await Rooms.RemoveParticipantAsync(Id, Ada.Id, Noon)).Refusal);
        Assert.Equal(1, (await Rooms.FindAsync(Id, None))!.UserCount);
        Assert.False(await Rooms.IsParticipantAsync(Id, Ada.Id, None));
        Assert.True(await Rooms.IsParticipantAsync(Id, Ben.Id, None));
    }

    [Fact]
    public async Task Nobody_can_join_a_room_that_is_not_there()
    {
        Assert.Equal(RoomRefusal.UnknownRoom, (await Rooms.AddParticipantAsync(new("nowhere"), Ada.Id, Noon)).Refusal);
        Assert.Empty((await Rooms.ReadRoomsOfAsync([Ada.Id], None))[Ada.Id]);
    }

    [Fact]
    public async Task The_people_of_a_room_are_listed_by_name_whatever_its_case_up_to_the_limit()
    {
        await Rooms.CreateAsync(New("lounge"));
        foreach (var person in new[] { Person("Cy"), Ben, Ada }) await Rooms.AddParticipantAsync(Id, person.Id, Noon);

        Assert.Equal(["ada", "ben", "Cy"], (await Rooms.ReadParticipantsAsync(Id, 10, None)).Select(p => p.Name));
        Assert.Equal(["ada", "ben"], (await Rooms.ReadParticipantsAsync(Id, 2, None)).Select(p => p.Name));
    }

    [Fact]
    public async Task A_person_has_the_rooms_that_they_joined()
    {
        await Rooms.CreateAsync(New("lounge"));
        await Rooms.CreateAsync(New("other"));
        await Rooms.AddParticipantAsync(Id, Ada.Id, Noon);

        Assert.Equal([Id], (await Rooms.ReadRoomsOfAsync([Ada.Id], None))[Ada.Id]);
    }
}
