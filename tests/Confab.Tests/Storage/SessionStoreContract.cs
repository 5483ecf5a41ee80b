using Confab.Protocol;
using Confab.Server.Storage;
using static Confab.Tests.Storage.StoredRoom;

namespace Confab.Tests.Storage;

/// <summary>What every session store promises.</summary>
public abstract class SessionStoreContract : IAsyncLifetime
{
    static readonly CancellationToken None = CancellationToken.None;

    protected abstract ISessionStore Sessions { get; }

    protected abstract IRoomStore Rooms { get; }

    protected abstract IUserStore Users { get; }

    protected abstract IMessageStore Messages { get; }

    public virtual async ValueTask InitializeAsync()
    {
        foreach (var person in new[] { Ada, Ben }) await Users.CreateAsync(NewUser(person));
    }

    public abstract ValueTask DisposeAsync();

    [Fact]
    public async Task A_new_session_is_a_private_room_with_its_person_in_it()
    {
        Assert.True(await Sessions.CreateAsync(Of(Ada, "1") with { SystemPrompt = "be brief" }));

        var session = (await Sessions.FindAsync(new("1"), None))!;
        Assert.Equal((Ada, false, "be brief", Noon), (session.Person, session.IsGuests, session.SystemPrompt, session.LastActivity));
        Assert.Equivalent(session.Room, await Rooms.FindAsync(new("1"), None), strict: true);
        Assert.Equal((RoomKind.Chat, 1), (session.Room.Kind, session.Room.UserCount));
        Assert.Equal(["1"], (await Rooms.ListAsync(Ada.Id, None)).Select(r => r.Id.Value));
        Assert.Equal(1, await Sessions.CountAsync(None));
    }

    [Fact]
    public async Task A_guest_is_made_with_the_session_and_goes_with_it()
    {
        var guest = Person("guest-1");
        Assert.True(await Sessions.CreateAsync(Of(guest, "1") with { GuestKey = "GUEST-1" }));
        Assert.Equal((guest, true), (await Sessions.FindAsync(new("1"), None)) is { } s ? (s.Person, s.IsGuests) : default);
        Assert.False(await Users.CreateAsync(NewUser(Person("other"), "GUEST-1")));

        Assert.True(await Sessions.DeleteAsync(new("1")));

        Assert.True(await Users.CreateAsync(NewUser(Person("other"), "GUEST-1")));
    }

    [Fact]
    public async Task Where_the_room_or_the_guests_name_is_taken_nothing_is_made()
    {
        await Sessions.CreateAsync(Of(Ada, "1"));

        Assert.False(await Sessions.CreateAsync(Of(Ben, "1")));
        Assert.False(await Sessions.CreateAsync(Of(Person("guest"), "2") with { GuestKey = "ADA" }));

        Assert.Equal(Ada, (await Sessions.FindAsync(new("1"), None))!.Person);
        Assert.Null(await Rooms.FindAsync(new("2"), None));
        Assert.Equal(1, await Sessions.CountAsync(None));
    }

    [Fact]
    public async Task A_person_has_their_own_sessions_newest_first_after_any_of_them()
    {
        foreach (var (id, hour) in new[] { ("a", 1), ("b", 3), ("c", 2) }) await Sessions.CreateAsync(Of(Ada, id, Noon.AddHours(hour)));
        await Sessions.CreateAsync(Of(Ben, "d"));
        await Messages.AppendAsync([Says(Ada, "hi", room: new("a")) with { CreatedAt = Noon.AddHours(9) }]);

        var all = await Sessions.ReadOfAsync(Ada.Id, null, 10, None);

        Assert.Equal(["b", "c", "a"], all.Select(s => s.Room.Id.Value));
        Assert.Equal(Noon.AddHours(9), all[2].LastActivity);
        Assert.Equal(["b"], (await Sessions.ReadOfAsync(Ada.Id, null, 1, None)).Select(s => s.Room.Id.Value));
        Assert.Equal(["a"], (await Sessions.ReadOfAsync(Ada.Id, new("c"), 10, None)).Select(s => s.Room.Id.Value));
        Assert.Empty(await Sessions.ReadOfAsync(Ada.Id, new("d"), 10, None));
    }

    [Fact]
    public async Task Deleting_takes_the_room_its_messages_and_its_drafts_and_leaves_everything_else()
    {
        await Sessions.CreateAsync(Of(Ada, "1"));
        await Sessions.CreateAsync(Of(Ada, "2"));
        await Rooms.CreateAsync(New("lounge"));
        await Messages.AppendAsync([Says(Ada, "hi", "q", new("1")) with { Asks = [DraftOf("r", "q") with { RoomId = new("1") }] }]);
        await Messages.AppendAsync([Says(Ada, "stay", "s", new("2"))]);

        Assert.True(await Sessions.DeleteAsync(new("1")));
        Assert.False(await Sessions.DeleteAsync(new("1")));
        Assert.False(await Sessions.DeleteAsync(Id));

        Assert.Null(await Rooms.FindAsync(new("1"), None));
        Assert.Null(await Messages.FindAsync(new("1"), new("q"), None));
        Assert.Empty(await Messages.ReadDraftsAsync(None));
        Assert.Equal(["2"], (await Sessions.ReadOfAsync(Ada.Id, null, 10, None)).Select(s => s.Room.Id.Value));
        Assert.NotNull(await Messages.FindAsync(new("2"), new("s"), None));
        Assert.NotNull(await Rooms.FindAsync(Id, None));
    }

    [Fact]
    public async Task A_room_that_is_no_session_and_a_session_whose_person_left_are_not_found()
    {
        await Rooms.CreateAsync(New("lounge"));
        await Sessions.CreateAsync(Of(Ada, "1"));
        await Rooms.RemoveParticipantAsync(new("1"), Ada.Id, Noon);

        Assert.Null(await Sessions.FindAsync(Id, None));
        Assert.Null(await Sessions.FindAsync(new("1"), None));
    }

    static NewSession Of(Author person, string id, DateTimeOffset? at = null) =>
        new(New(id, Visibility.Private) with { Kind = RoomKind.Chat, CreatedAt = at ?? Noon }, person);
}
